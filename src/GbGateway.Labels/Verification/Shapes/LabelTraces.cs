namespace GbGateway.Labels.Verification.Shapes;

/// <summary>Finds what looks like a label in a text or in bytes of another use.</summary>
internal static class LabelTraces
{
    private const int LongestJson = 4 * AigcMetadata.MaxLabelLength;

    // How far a name may stand from its object, and a wrapper's brace before its name.
    private const int LongestLead = 24, Before = 8;

    // Names that labels, private schemes and foreign ones use; AIGC first.
    private static readonly string[] Names = ["AIGC", "ContentProducer", "ProduceID", "aiGenTag", "ServiceProvider"];

    /// <summary>Whether any such name occurs.</summary>
    public static bool Looks(ReadOnlySpan<char> text)
    {
        foreach (var name in Names)
        {
            if (text.Contains(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The JSON object in a text that looks like a label, or null. A wrapper before or around it comes along.</summary>
    public static string? FindJson(string text)
    {
        if (!Looks(text))
        {
            return null;
        }
        const int MostTries = 256;
        var tries = 0;
        for (var at = text.IndexOf('{', StringComparison.Ordinal); at >= 0 && tries++ < MostTries; at = text.IndexOf('{', at + 1))
        {
            var length = ObjectLength(text.AsSpan(at));
            if (length > 0 && Looks(text.AsSpan(at, length)))
            {
                return text.Substring(at, length);
            }
            if (length > 0 && at >= 4 && text.AsSpan(Math.Max(0, at - 8), Math.Min(8, at)).Contains("AIGC", StringComparison.OrdinalIgnoreCase))
            {
                return text.Substring(at, length);
            }
            if (length > 0)
            {
                at += length - 1;
            }
            if (at + 1 >= text.Length)
            {
                break;
            }
        }
        return null;
    }

    /// <summary>Characters of the balanced object that <paramref name="text"/> begins with; 0 if it has no end.</summary>
    public static int ObjectLength(ReadOnlySpan<char> text)
    {
        var depth = 0;
        var inString = false;
        // Where quotes are escaped themselves, braces alone are counted.
        var isEscaped = text.Length > 2 && text[1..].TrimStart() is ['\\', ..];
        for (var i = 0; i < text.Length && i < LongestJson; i++)
        {
            var c = text[i];
            if (inString)
            {
                if (c == '\\')
                {
                    i++;
                }
                else if (c == '"')
                {
                    inString = false;
                }
            }
            else if (c == '"' && !isEscaped)
            {
                inString = true;
            }
            else if (c == '{')
            {
                depth++;
            }
            else if (c == '}' && --depth == 0)
            {
                return i + 1;
            }
        }
        return 0;
    }

    /// <summary>Looks for labels in bytes that no reader knows: behind the end of a picture, in private segments.</summary>
    public static void FindInBytes(ReadOnlySpan<byte> bytes, long offset, string carrier, CarrierFindings found, CarrierTraits traits)
    {
        const int MostHits = 16;
        for (var hits = 0; hits < MostHits && !found.IsFull; hits++)
        {
            var named = bytes.IndexOf("AIGC"u8);
            var at = named >= 0 ? named : bytes.IndexOf("ContentProducer"u8);
            if (at < 0)
            {
                return;
            }
            // The wrapper's brace may stand just before the name; an object without the name begins a little before its second element.
            var reach = named >= 0 ? Before : LongestLead;
            var before = bytes[Math.Max(0, at - reach)..at].LastIndexOf((byte)'{');
            var start = before >= 0 ? Math.Max(0, at - reach) + before : at;
            var window = bytes.Slice(start, Math.Min(bytes.Length - start, LongestJson));
            var text = System.Text.Encoding.UTF8.GetString(window);
            var brace = text.IndexOf('{', StringComparison.Ordinal);
            var length = brace is >= 0 and < LongestLead && (named >= 0 || before >= 0) ? ObjectLength(text.AsSpan(brace)) : 0;
            if (length > 0)
            {
                found.Add(carrier, $"byte {offset + start}", text.Substring(brace, length), traits | CarrierTraits.UnusualPlace | (named >= 0 ? CarrierTraits.None : CarrierTraits.Bare));
                var used = start + System.Text.Encoding.UTF8.GetByteCount(text.AsSpan(0, brace + length));
                bytes = bytes[Math.Min(used, bytes.Length)..];
                offset += used;
            }
            else
            {
                bytes = bytes[(at + 4)..];
                offset += at + 4;
            }
        }
    }
}
