using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Texts;

/// <summary>Finds labels as JSON within a text: <c>{"AIGC":{…}}</c>, <c>AIGC: {…}</c>, in comments and scripts.</summary>
internal static class TextLabels
{
    private const int MostHits = 32;

    /// <summary>Adds them; gives the text without them.</summary>
    public static string Read(string text, string carrier, CarrierFindings found)
    {
        var at = 0;
        for (var hits = 0; hits < MostHits; hits++)
        {
            var name = text.IndexOf("AIGC", at, StringComparison.OrdinalIgnoreCase);
            if (name < 0)
            {
                break;
            }
            at = name + 4;
            // Behind the name only quotes, a colon and blanks lead to the object; before it the wrapper's brace may stand.
            var brace = at;
            while (brace < text.Length && brace - at < 16 && (text[brace] is '"' or '\'' or ':' or '=' or '：' || char.IsWhiteSpace(text[brace])))
            {
                brace++;
            }
            var length = brace < text.Length && text[brace] == '{' ? LabelTraces.ObjectLength(text.AsSpan(brace)) : 0;
            if (length == 0)
            {
                continue;
            }
            var end = brace + length;
            var start = name;
            var before = text.AsSpan(0, name).TrimEnd(" \t\r\n\"'");
            if (before.EndsWith("{") && LabelTraces.ObjectLength(text.AsSpan(before.Length - 1)) is var whole and > 0)
            {
                (start, end) = (before.Length - 1, before.Length - 1 + whole);
            }
            found.Add($"{carrier} JSON", $"character {start}", text[(start == name ? brace : start)..end], CarrierTraits.FreePlace);
            text = text.Remove(start, end - start);
            at = start;
        }
        return text;
    }
}
