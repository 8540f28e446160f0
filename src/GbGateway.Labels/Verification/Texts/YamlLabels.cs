using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Texts;

/// <summary>Finds the mapping <c>AIGC:</c> of YAML front matter wherever it stands in a text: block style with any indent and quotes, flow style, JSON, a block scalar.</summary>
internal sealed class YamlLabels(string text)
{
    private const int MostLines = 200_000;
    private const int LongestLabel = 64;

    private readonly List<(int Start, string Line)> _lines = Split(text);

    /// <summary>Adds every mapping; gives the text without them, for the explicit label.</summary>
    public string Read(CarrierFindings found)
    {
        var kept = new List<string>();
        for (var i = 0; i < _lines.Count;)
        {
            if (!found.IsFull && TryReadKey(_lines[i].Line, out var indent, out var rest) && TryReadLabel(i, indent, rest, found) is var used and > 0)
            {
                i += used;
                continue;
            }
            if (!IsFence(_lines[i].Line))
            {
                kept.Add(_lines[i].Line);
            }
            i++;
        }
        return string.Join('\n', kept);
    }

    // The lines of a label, with how many they are; 0 if it is none.
    private int TryReadLabel(int at, int indent, string rest, CarrierFindings found)
    {
        var place = $"line {at + 1}";
        if (rest.StartsWith('{'))
        {
            return ReadFlow(at, rest, place, found);
        }
        if (rest is ['\'', .., '\''] or ['"', .., '"'] && rest.Length > 2)
        {
            found.Add("Markdown front matter AIGC", place, Unquote(rest, out _), PlaceTraits(at));
            return 1;
        }
        var isScalar = rest is "|" or ">" or "|-" or ">-";
        if (rest.Length > 0 && !isScalar)
        {
            return 0; // prose: "AIGC: a term"
        }
        var fields = new List<LabelField>();
        var lines = new List<string>();
        var traits = PlaceTraits(at);
        var next = at + 1;
        for (; next < _lines.Count && next - at < LongestLabel; next++)
        {
            var line = _lines[next].Line;
            if (line.Trim().Length == 0)
            {
                continue;
            }
            if (IndentOf(line) <= indent)
            {
                break;
            }
            lines.Add(line.Trim());
            if (!isScalar && TryReadField(line, out var field, out var quoted))
            {
                fields.Add(field);
                traits |= quoted ? CarrierTraits.None : CarrierTraits.Unquoted;
            }
        }
        if (isScalar || (fields.Count == 0 && lines is ["{", ..] or [['{', ..], ..]))
        {
            found.Add("Markdown front matter AIGC", place, string.Concat(lines), traits);
            return next - at;
        }
        if (!fields.Exists(static field => LabelFields.Keys.Contains(field.Key, StringComparer.OrdinalIgnoreCase)))
        {
            return 0;
        }
        found.Add("Markdown front matter AIGC", place, string.Join('\n', lines), new LabelFields(fields, isWrapped: true), traits);
        return next - at;
    }

    private int ReadFlow(int at, string rest, string place, CarrierFindings found)
    {
        var value = rest;
        var used = 1;
        while (LabelTraces.ObjectLength(value) == 0 && used < LongestLabel && at + used < _lines.Count)
        {
            value += "\n" + _lines[at + used].Line.Trim();
            used++;
        }
        var length = LabelTraces.ObjectLength(value);
        if (length == 0)
        {
            return 0;
        }
        value = value[..length];
        if (LabelFields.TryReadJson(value) is not null)
        {
            found.Add("Markdown front matter AIGC", place, value, PlaceTraits(at));
            return used;
        }
        var fields = new List<LabelField>();
        var traits = PlaceTraits(at);
        foreach (var part in SplitFlow(value[1..^1]))
        {
            if (TryReadField(part, out var field, out var quoted))
            {
                fields.Add(field);
                traits |= quoted ? CarrierTraits.None : CarrierTraits.Unquoted;
            }
        }
        found.Add("Markdown front matter AIGC", place, value, fields.Count > 0 ? new LabelFields(fields, isWrapped: true) : null, traits);
        return used;
    }

    // The guide's place is the front matter at the begin; lines above it may only be its fence and other keys.
    private CarrierTraits PlaceTraits(int at)
    {
        var first = _lines.FindIndex(static line => line.Line.Trim().Length > 0);
        if (first < 0 || _lines[first].Line.Trim() is not ("---" or "+++"))
        {
            return at == first ? CarrierTraits.UnusualPlace : CarrierTraits.UnusualPlace | CarrierTraits.Late;
        }
        for (var i = first + 1; i < at; i++)
        {
            if (_lines[i].Line.Trim() is "---" or "+++" or "...")
            {
                return CarrierTraits.UnusualPlace | CarrierTraits.Late;
            }
        }
        return CarrierTraits.None;
    }

    private static bool TryReadKey(string line, out int indent, out string rest)
    {
        indent = IndentOf(line);
        var trimmed = line.AsSpan().Trim();
        rest = "";
        if (trimmed.StartsWith("- "))
        {
            trimmed = trimmed[2..].TrimStart();
        }
        foreach (var key in (ReadOnlySpan<string>)["AIGC", "\"AIGC\"", "'AIGC'", "aigc", "Aigc", "TC260:AIGC"])
        {
            if (trimmed.StartsWith(key) && trimmed[key.Length..].TrimStart() is [':' or '：', .. var value])
            {
                rest = value.Trim().ToString();
                return true;
            }
        }
        return false;
    }

    private static bool TryReadField(string line, out LabelField field, out bool quoted)
    {
        field = default;
        quoted = true;
        var text = line.Trim().TrimEnd(',');
        if (text.StartsWith("- ", StringComparison.Ordinal))
        {
            text = text[2..].TrimStart();
        }
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return false;
        }
        var key = Unquote(text[..colon].Trim(), out _);
        if (key.Length == 0 || key.AsSpan().ContainsAny(" \t"))
        {
            return false;
        }
        var value = Unquote(text[(colon + 1)..].Trim(), out quoted);
        if (!quoted)
        {
            var comment = value.IndexOf(" #", StringComparison.Ordinal);
            value = (comment >= 0 ? value[..comment] : value).TrimEnd();
            quoted = value.Length == 0; // an empty value has nothing to quote
        }
        field = new LabelField(key, value, true);
        return true;
    }

    private static string Unquote(string value, out bool quoted)
    {
        quoted = value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0];
        return !quoted ? value
            : value[0] == '\'' ? value[1..^1].Replace("''", "'", StringComparison.Ordinal)
            : value[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
    }

    private static List<string> SplitFlow(string text)
    {
        var parts = new List<string>();
        var start = 0;
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            if (quote != '\0')
            {
                quote = text[i] == quote ? '\0' : quote;
            }
            else if (text[i] is '"' or '\'')
            {
                quote = text[i];
            }
            else if (text[i] == ',')
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }
        parts.Add(text[start..]);
        return parts;
    }

    private static bool IsFence(string line) => line.Trim() is "---" or "+++" || line.TrimStart().StartsWith("```", StringComparison.Ordinal);

    private static int IndentOf(string line)
    {
        var indent = 0;
        while (indent < line.Length && (line[indent] == ' ' || line[indent] == '\t'))
        {
            indent++;
        }
        return indent;
    }

    private static List<(int, string)> Split(string text)
    {
        var lines = new List<(int, string)>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            lines.Add((lines.Count, line.ToString()));
            if (lines.Count >= MostLines)
            {
                break;
            }
        }
        return lines;
    }
}
