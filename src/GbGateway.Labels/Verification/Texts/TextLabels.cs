using System.Text;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Texts;

/// <summary>Finds labels as JSON within a text: <c>{"AIGC":{…}}</c>, <c>AIGC: {…}</c>, <c>aiGenTag</c>; in comments, scripts and attributes; escaped or entity-encoded.</summary>
internal static class TextLabels
{
    private const int MostHits = 32;
    private const int MostNames = 20_000;
    private const int LongestLead = 32;

    private static readonly string[] Names = ["AIGC", "aiGenTag"];

    /// <summary>Adds them; gives the text without them.</summary>
    public static string Read(string text, string carrier, CarrierFindings found)
    {
        foreach (var name in Names)
        {
            text = Read(text, name, carrier, found);
        }
        return text;
    }

    /// <summary>Whether an object could be a label, or a private form of one, rather than code or settings.</summary>
    public static bool MayBeLabel(ReadOnlySpan<char> value) =>
        value.Contains("Label", StringComparison.OrdinalIgnoreCase) || value.Contains("Producer", StringComparison.OrdinalIgnoreCase)
        || value.Contains("ProduceID", StringComparison.OrdinalIgnoreCase) || value.Contains("Propagat", StringComparison.OrdinalIgnoreCase);

    private static string Read(string text, string name, string carrier, CarrierFindings found)
    {
        StringBuilder? rest = null;
        int copied = 0, hits = 0, names = 0;
        for (var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0 && hits < MostHits && names++ < MostNames;)
        {
            var brace = BraceAfter(text, at + name.Length);
            var length = brace > 0 ? LabelTraces.ObjectLength(text.AsSpan(brace)) : 0;
            if (length == 0 || !MayBeLabel(text.AsSpan(brace, length)))
            {
                at = text.IndexOf(name, at + name.Length, StringComparison.OrdinalIgnoreCase);
                continue;
            }
            int start = at, end = brace + length, from = brace;
            if (WrapperBefore(text, at) is { } wrapper && wrapper >= copied)
            {
                (start, from, end) = (wrapper, wrapper, wrapper + LabelTraces.ObjectLength(text.AsSpan(wrapper)));
            }
            hits++;
            var traits = name == "AIGC" ? CarrierTraits.MayBeOther : CarrierTraits.OtherName;
            found.Add($"{carrier} JSON", $"character {start}", text[from..end], CarrierTraits.FreePlace | traits);
            (rest ??= new StringBuilder()).Append(text, copied, start - copied);
            copied = end;
            at = text.IndexOf(name, end, StringComparison.OrdinalIgnoreCase);
        }
        return rest is null ? text : rest.Append(text, copied, text.Length - copied).ToString();
    }

    // Behind the name only the rest of a word, quotes, a colon, an opening tag's end and blanks lead to the object.
    private static int BraceAfter(string text, int at)
    {
        for (var i = at; i < text.Length && i - at < LongestLead; i++)
        {
            if (text[i] == '{')
            {
                return i;
            }
            if (!(text[i] is '"' or '\'' or ':' or '=' or '：' or '>' or '\\' or '_' or '`' or ';' or '&' or '#' || char.IsAsciiLetterOrDigit(text[i]) || char.IsWhiteSpace(text[i])))
            {
                return -1;
            }
        }
        return -1;
    }

    private static int? WrapperBefore(string text, int name)
    {
        var before = text.AsSpan(0, name).TrimEnd(" \t\r\n\"'\\");
        before = before.EndsWith("&quot;") ? before[..^6].TrimEnd() : before;
        return before.EndsWith("{") && LabelTraces.ObjectLength(text.AsSpan(before.Length - 1)) > 0 ? before.Length - 1 : null;
    }
}
