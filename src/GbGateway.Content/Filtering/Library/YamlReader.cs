namespace GbGateway.Content.Filtering;

/// <summary>
/// The YAML a library needs: statements at the top, then <c>entries:</c> with one item an entry, either its text or a block of
/// <c>name: value</c>. Values are plain or quoted; anchors, flow and multi-line values are not read.
/// </summary>
internal static class YamlReader
{
    internal static void Read(KeywordLibraryDraft draft, string text)
    {
        var fields = new EntryFields(draft);
        Dictionary<string, string>? entry = null;
        int from = 0;
        bool inEntries = false;
        foreach ((string line, int number) in LibraryLines.Of(draft, text))
        {
            string content = line.Trim();
            if (content.Length == 0 || content[0] == '#' || content == "---")
            {
                continue;
            }

            bool item = inEntries && content.StartsWith('-');
            if (item)
            {
                Add(fields, entry, from);
                (entry, from) = ([], number);
                content = content[1..].Trim();
            }

            (string key, string value)? pair = Pair(content);
            if (pair is ("entries", "") && line[0] != ' ')
            {
                inEntries = true;
            }
            else if (!inEntries)
            {
                if (pair is null || !draft.Says(pair.Value.key, pair.Value.value, number))
                {
                    draft.Problem(number, "not a statement about the library");
                }
            }
            else if (pair is not null && entry is not null)
            {
                entry[pair.Value.key.ToLowerInvariant()] = pair.Value.value;
            }
            else if (item)
            {
                entry!["entry"] = Value(content);
            }
            else
            {
                draft.Problem(number, "neither an entry nor a field of one");
            }
        }

        Add(fields, entry, from);
    }

    private static void Add(EntryFields fields, Dictionary<string, string>? entry, int line)
    {
        if (entry is not null)
        {
            fields.Add(entry, line);
        }
    }

    private static (string Key, string Value)? Pair(string content)
    {
        int colon = content.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0 && content.EndsWith(':'))
        {
            colon = content.Length - 1;
        }

        return colon <= 0 || content[0] is '"' or '\'' ? null : (content[..colon].Trim(), Value(content[(colon + 1)..].Trim()));
    }

    private static string Value(string text)
    {
        if (text.Length >= 2 && text[0] == '\'' && text[^1] == '\'')
        {
            return text[1..^1].Replace("''", "'", StringComparison.Ordinal);
        }

        if (text.Length >= 2 && text[0] == '"' && text[^1] == '"')
        {
            return text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
        }

        int comment = text.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? text : text[..comment].TrimEnd();
    }
}
