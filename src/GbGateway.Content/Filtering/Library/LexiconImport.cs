using System.Text;
using System.Text.Json;

namespace GbGateway.Content.Filtering;

/// <summary>
/// Turns the common public lexicon formats into entries: plain lists in UTF-8 or GB 18030, trailing commas and counts, several words a
/// line, JSON arrays and objects, Base64 by line or as a whole.
/// </summary>
public static class LexiconImport
{
    private static readonly char[] Separators = [',', '，', '、', '|', '\t', ';', '；'];

    /// <summary>Reads a lexicon; each text once, in order.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="risk">The risk to give the entries.</param>
    public static IReadOnlyList<KeywordEntry> Read(ReadOnlySpan<byte> file, KeywordRisk risk)
    {
        string text = Decode(file).TrimStart('\uFEFF').Trim();
        IEnumerable<string> words = Json(text) ?? Lines(Base64(text) ?? text);
        return [.. words
            .Select(static word => word.Trim())
            .Where(static word => word.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Select(word => new KeywordEntry { Text = word, Risk = risk })];
    }

    /// <summary>Writes entries as the CSV that <see cref="KeywordFiles"/> reads.</summary>
    public static void Write(IEnumerable<KeywordEntry> entries, TextWriter csv)
    {
        csv.Write("entry,risk,severity\n");
        foreach (KeywordEntry entry in entries)
        {
            csv.Write($"\"{entry.Text.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{entry.Risk},{entry.Severity}\n");
        }
    }

    private static string Decode(ReadOnlySpan<byte> file)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file);
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetString(file);
        }
    }

    private static List<string>? Json(string text)
    {
        if (text.Length == 0 || text[0] is not ('[' or '{'))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            var words = new List<string>();
            Collect(document.RootElement, words);
            return words;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Collect(JsonElement element, List<string> words)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                words.Add(element.GetString()!);
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Collect(item, words);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    Collect(property.Value, words);
                }

                break;
        }
    }

    // Only if every line is Base64 of text, and some line is long enough for that to be no accident.
    private static string? Base64(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var plain = new StringBuilder();
        bool longEnough = false;
        foreach (string line in lines)
        {
            var bytes = new byte[line.Length];
            if (line.Length % 4 != 0 || !Convert.TryFromBase64String(line, bytes, out int length)
                || !System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, length)) || bytes.AsSpan(0, length).ContainsAnyInRange((byte)0, (byte)8))
            {
                return null;
            }

            longEnough |= line.Length >= 8;
            plain.Append(Encoding.UTF8.GetString(bytes, 0, length)).Append('\n');
        }

        return longEnough ? plain.ToString() : null;
    }

    private static IEnumerable<string> Lines(string text)
    {
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (line.Length == 0 || line[0] == '#' || line.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (string part in line.Split(Separators))
            {
                // "word=12" and "word 12" carry a weight, not a text.
                int equals = part.LastIndexOf('=');
                string word = equals > 0 ? part[..equals] : part;
                if (!double.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out _) || !line.Any(static c => !char.IsAsciiDigit(c) && c is not ('.' or ',')))
                {
                    yield return word;
                }
            }
        }
    }
}
