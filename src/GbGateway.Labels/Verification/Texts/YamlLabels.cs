using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Texts;

/// <summary>
/// Finds the mapping <c>AIGC:</c> of YAML front matter wherever it stands in a text: block style with any indent and quotes or none, flow style,
/// JSON, scalars over several lines, TOML, behind the marks of comments; and front matter whose elements stand without that name.
/// </summary>
internal sealed class YamlLabels(string text)
{
    private const int MostLines = 200_000;
    private const int LongestLabel = 64;
    private const int LongestValue = 4 * AigcMetadata.MaxLabelLength;
    private const string Carrier = "Markdown front matter AIGC";

    private static readonly string[] Names = ["AIGC", "\"AIGC\"", "'AIGC'", "aigc", "Aigc", "TC260:AIGC", "**AIGC**", "`AIGC`"];
    private static readonly string[] Marks = ["#", "//", "*", "--", ";", ">", "%", "<!--"];

    private readonly List<string> _lines = Split(text);

    /// <summary>Adds every mapping; gives the text without them, for the explicit label.</summary>
    public string Read(CarrierFindings found)
    {
        var kept = new List<string>();
        var before = found.All.Count;
        for (var i = 0; i < _lines.Count;)
        {
            if (!found.IsFull && TryReadKey(_lines[i], out var mark, out var indent, out var rest) && ReadLabel(i, mark, indent, rest, found) is var used and > 0)
            {
                i += used;
                continue;
            }
            if (!IsFence(_lines[i]))
            {
                kept.Add(_lines[i]);
            }
            i++;
        }
        if (found.All.Count == before && !found.IsFull)
        {
            ReadBare(found);
        }
        return string.Join('\n', kept);
    }

    // How many lines a label takes; 0 if it is none.
    private int ReadLabel(int at, string mark, int indent, string rest, CarrierFindings found)
    {
        var place = $"line {at + 1}";
        if (rest.StartsWith('{'))
        {
            return ReadFlow(at, mark, rest, place, found);
        }
        if (rest is ['\'' or '"', ..])
        {
            var (value, used) = ReadScalar(at, mark, rest);
            return value.Contains('{', StringComparison.Ordinal) || used == 1 && YamlFields.EndOf(rest) == rest.Length - 1 ? Add(value, used) : 0;
        }
        if (rest is ['|' or '>', ..])
        {
            var (value, used) = ReadBlock(at, mark, indent, rest);
            return Add(value, used);
        }
        return rest.Length > 0 && rest[0] != '#' && rest != "-->" ? 0 : ReadMapping(at, mark, indent, place, found); // else prose: "AIGC: a term"

        int Add(string value, int used)
        {
            found.Add(Carrier, place, value, PlaceTraits(at));
            return used;
        }
    }

    private int ReadMapping(int at, string mark, int indent, string place, CarrierFindings found)
    {
        var fields = new List<LabelField>();
        var lines = new List<string>();
        var traits = PlaceTraits(at);
        var next = at + 1;
        while (next < _lines.Count && next - at < LongestLabel)
        {
            var line = Unmark(_lines[next], mark);
            if (line is null || line.Trim() is "---" or "+++" or "...")
            {
                break;
            }
            if (line.Trim().Length == 0)
            {
                next++;
                continue;
            }
            var isField = YamlFields.TryRead(line, out var field, out var quoted);
            var isElement = isField && LabelFields.KeyOf(field.Key) is not null;
            // Indents are lost on the way now and then: an element is one at the name's own indent too.
            if (IndentOf(line) < indent || (IndentOf(line) == indent && !isElement))
            {
                break;
            }
            var used = 1;
            if (isField && field.Value is ['|' or '>', ..] && field.Value.Length <= 3)
            {
                (var value, used) = ReadBlock(next, mark, IndentOf(line), field.Value);
                (field, quoted) = (field with { Value = value }, true);
            }
            else if (isField && field.Value is ['\'' or '"', ..])
            {
                (var value, used) = ReadScalar(next, mark, field.Value);
                (field, quoted) = (field with { Value = value }, true);
            }
            lines.Add(line.Trim());
            if (isField)
            {
                fields.Add(field);
                traits |= quoted ? CarrierTraits.None : CarrierTraits.Unquoted;
            }
            next += used;
        }
        if (fields.Count == 0 && lines is [['{', ..], ..])
        {
            found.Add(Carrier, place, string.Concat(lines), traits);
            return next - at;
        }
        var label = new LabelFields(fields, isWrapped: true);
        if (label.Known == 0)
        {
            return 0;
        }
        found.Add(Carrier, place, string.Join('\n', lines), label, traits);
        return next - at;
    }

    private int ReadFlow(int at, string mark, string rest, string place, CarrierFindings found)
    {
        var value = rest;
        var used = 1;
        while (LabelTraces.ObjectLength(value) == 0 && used < LongestLabel && value.Length < LongestValue && at + used < _lines.Count)
        {
            value += "\n" + (Unmark(_lines[at + used], mark) ?? "").Trim();
            used++;
        }
        var length = LabelTraces.ObjectLength(value);
        if (length == 0)
        {
            return 0;
        }
        value = value[..length];
        if (!TextLabels.MayBeLabel(value))
        {
            return 0; // code that says aigc: {…}
        }
        if (LabelFields.TryReadJson(value) is not null || YamlFields.TryReadFlow(value, out var quoted) is not { } fields)
        {
            found.Add(Carrier, place, value, PlaceTraits(at));
            return used;
        }
        found.Add(Carrier, place, value, new LabelFields([.. fields.All], isWrapped: true), PlaceTraits(at) | (quoted ? CarrierTraits.None : CarrierTraits.Unquoted));
        return used;
    }

    // A quoted scalar that may go on over the next lines: line ends are folded into blanks.
    private (string Value, int Used) ReadScalar(int at, string mark, string value)
    {
        var used = 1;
        while (YamlFields.EndOf(value) < 0 && used < LongestLabel && value.Length < LongestValue && at + used < _lines.Count && Unmark(_lines[at + used], mark) is { } line && line.Trim() is not "---")
        {
            value += (value.EndsWith('\\') ? "" : " ") + line.Trim();
            used++;
        }
        return (YamlFields.Unquote(value, out _), used);
    }

    // A block scalar, literal or folded; long codes are written so.
    private (string Value, int Used) ReadBlock(int at, string mark, int indent, string indicator)
    {
        var lines = new List<string>();
        var used = 1;
        for (; used < LongestLabel && at + used < _lines.Count && Unmark(_lines[at + used], mark) is { } line; used++)
        {
            if (line.Trim().Length > 0 && IndentOf(line) <= indent)
            {
                break;
            }
            lines.Add(line.Trim());
        }
        return (string.Join(indicator[0] == '|' ? '\n' : ' ', lines).Trim(), used);
    }

    // Front matter at the begin that holds the elements without a mapping AIGC around them.
    private void ReadBare(CarrierFindings found)
    {
        var first = _lines.FindIndex(static line => line.Trim().Length > 0);
        if (first < 0 || _lines[first].Trim() is not ("---" or "+++"))
        {
            return;
        }
        var fields = new List<LabelField>();
        for (var i = first + 1; i < _lines.Count && i - first < LongestLabel && _lines[i].Trim() is not ("---" or "+++" or "..."); i++)
        {
            if (YamlFields.TryRead(_lines[i], out var field, out _) && LabelFields.Keys.Contains(field.Key))
            {
                fields.Add(field);
            }
        }
        if (fields.Count > 2 && fields.Exists(static field => field.Key == "ContentProducer"))
        {
            found.Add("Markdown front matter", $"line {first + 1}", string.Join('\n', fields.Select(static field => $"{field.Key}: {field.Value}")),
                new LabelFields(fields, isWrapped: false), CarrierTraits.Bare);
        }
    }

    // The guide's place is the front matter at the begin; lines above it may only be its fence and other keys.
    private CarrierTraits PlaceTraits(int at)
    {
        var first = _lines.FindIndex(static line => line.Trim().Length > 0);
        if (first < 0 || _lines[first].Trim() is not ("---" or "+++"))
        {
            return at == first ? CarrierTraits.UnusualPlace : CarrierTraits.UnusualPlace | CarrierTraits.Late;
        }
        for (var i = first + 1; i < at; i++)
        {
            if (_lines[i].Trim() is "---" or "+++" or "...")
            {
                return CarrierTraits.UnusualPlace | CarrierTraits.Late;
            }
        }
        return CarrierTraits.None;
    }

    // "AIGC:", also in a list, behind a comment's mark, and as TOML's "[AIGC]".
    private static bool TryReadKey(string line, out string mark, out int indent, out string rest)
    {
        (mark, indent, rest) = ("", 0, "");
        var at = line.IndexOf("aigc", StringComparison.OrdinalIgnoreCase);
        if (at < 0 || at > 64)
        {
            return false;
        }
        var trimmed = line.AsSpan().Trim();
        foreach (var one in Marks)
        {
            if (trimmed.StartsWith(one) && !trimmed.StartsWith("**") && trimmed.Length > one.Length && (char.IsWhiteSpace(trimmed[one.Length]) || trimmed[one.Length] is 'A' or 'a'))
            {
                mark = one == "<!--" ? "" : one;
                trimmed = trimmed[one.Length..];
                break;
            }
        }
        indent = mark.Length > 0 ? trimmed.Length - trimmed.TrimStart().Length : IndentOf(line);
        trimmed = trimmed.TrimStart();
        if (trimmed.StartsWith("- "))
        {
            trimmed = trimmed[2..].TrimStart();
        }
        if (trimmed is "[AIGC]" or "[extra.AIGC]" or "[params.AIGC]")
        {
            return true;
        }
        foreach (var key in Names)
        {
            if (trimmed.StartsWith(key) && trimmed[key.Length..].TrimStart() is [':' or '：' or '=', .. var value])
            {
                rest = value.Trim().ToString();
                return true;
            }
        }
        return false;
    }

    // The line without a comment's mark; null if it lacks the mark.
    private static string? Unmark(string line, string mark)
    {
        if (mark.Length == 0)
        {
            return line;
        }
        var trimmed = line.AsSpan().TrimStart();
        return trimmed.StartsWith(mark) ? trimmed[mark.Length..].ToString() : null;
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

    private static List<string> Split(string text)
    {
        var lines = new List<string>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            lines.Add(line.ToString());
            if (lines.Count >= MostLines)
            {
                break;
            }
        }
        return lines;
    }
}
