namespace GbGateway.Labels.Verification.Shapes;

/// <summary>Reads single fields of YAML and TOML, and flow mappings: <c>Label: "1"</c>, <c>Label = '1'</c>, <c>{Label: 1, …}</c>.</summary>
internal static class YamlFields
{
    private const int MostFields = 64;

    /// <summary>Reads a flow mapping, inner or wrapped; null if it has no fields.</summary>
    public static LabelFields? TryReadFlow(string value) => TryReadFlow(value, out _);

    /// <summary>Reads a flow mapping; says whether all its values are quoted.</summary>
    public static LabelFields? TryReadFlow(string value, out bool quoted)
    {
        quoted = true;
        value = value.Trim();
        if (value is not ['{', .., '}'])
        {
            return null;
        }
        var fields = new List<LabelField>();
        foreach (var part in SplitFlow(value[1..^1]))
        {
            if (fields.Count < MostFields && TryRead(part, out var field, out var isQuoted))
            {
                if (field.Value is ['{', .., '}'] inner && field.Key.Contains(AigcMetadata.Keyword, StringComparison.OrdinalIgnoreCase)
                    && inner.Length < value.Length && TryReadFlow(inner, out quoted) is { } wrapped)
                {
                    return new LabelFields([.. wrapped.All], isWrapped: true);
                }
                fields.Add(field);
                quoted &= isQuoted;
            }
        }
        return fields.Count > 0 ? new LabelFields(fields, isWrapped: false) : null;
    }

    /// <summary>Reads one field of a line.</summary>
    /// <param name="line">The line, any indent.</param>
    /// <param name="field">The field.</param>
    /// <param name="quoted">Whether its value is quoted, or empty.</param>
    public static bool TryRead(string line, out LabelField field, out bool quoted)
    {
        field = default;
        quoted = true;
        var text = line.Trim().TrimEnd(',');
        if (text.StartsWith("- ", StringComparison.Ordinal) || text.StartsWith("* ", StringComparison.Ordinal))
        {
            text = text[2..].TrimStart();
        }
        var colon = text.AsSpan().IndexOfAny(":：=");
        if (colon <= 0)
        {
            return false;
        }
        var key = Unquote(text[..colon].Trim().Trim('*', '`'), out _);
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

    /// <summary>Takes quotes off, and what stands behind them as a comment.</summary>
    public static string Unquote(string value, out bool quoted)
    {
        quoted = false;
        if (value is not (['"', _, ..] or ['\'', _, ..]) || EndOf(value) is not (> 0 and var end))
        {
            return value;
        }
        var rest = value.AsSpan(end + 1).TrimStart();
        if (!rest.IsEmpty && rest[0] != '#')
        {
            return value;
        }
        quoted = true;
        var inner = value[1..end];
        return value[0] == '\''
            ? inner.Replace("''", "'", StringComparison.Ordinal)
            : inner.Replace("\\\\", "\u0001", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\/", "/", StringComparison.Ordinal)
                .Replace("\\n", "\n", StringComparison.Ordinal).Replace("\u0001", "\\", StringComparison.Ordinal);
    }

    /// <summary>Where the closing quote of a value stands that begins with a quote; -1 if it has none.</summary>
    public static int EndOf(ReadOnlySpan<char> value)
    {
        var quote = value[0];
        for (var i = 1; i < value.Length; i++)
        {
            if (quote == '"' && value[i] == '\\')
            {
                i++;
            }
            else if (value[i] == quote)
            {
                if (quote == '\'' && i + 1 < value.Length && value[i + 1] == '\'')
                {
                    i++;
                }
                else
                {
                    return i;
                }
            }
        }
        return -1;
    }

    private static List<string> SplitFlow(string text)
    {
        var parts = new List<string>();
        var start = 0;
        var depth = 0;
        var loose = '\0'; // a quote that found no end is looked for no more: hostile text is all quotes
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' or '\'' when text[i] != loose:
                    var end = EndOf(text.AsSpan(i));
                    loose = end < 0 ? text[i] : loose;
                    i += Math.Max(end, 0);
                    break;
                case '{' or '[':
                    depth++;
                    break;
                case '}' or ']':
                    depth--;
                    break;
                case ',' when depth <= 0:
                    parts.Add(text[start..i]);
                    start = i + 1;
                    break;
            }
        }
        parts.Add(text[start..]);
        return parts;
    }
}
