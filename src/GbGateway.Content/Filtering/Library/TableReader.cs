using System.Text;

namespace GbGateway.Content.Filtering;

/// <summary>CSV (RFC 4180, a record a line) and TSV: the first line names the columns.</summary>
internal static class TableReader
{
    internal static void Read(KeywordLibraryDraft draft, string text, char separator)
    {
        var fields = new EntryFields(draft);
        List<string>? columns = null;
        foreach ((string line, int number) in LibraryLines.Of(draft, text))
        {
            List<string> cells = Cells(line, separator);
            if (columns is null)
            {
                columns = [.. cells.Select(static cell => cell.Trim().ToLowerInvariant())];
                if (!columns.Contains("entry"))
                {
                    draft.Problem(number, "the first line has to name the columns, among them entry");
                    return;
                }

                continue;
            }

            if (cells.Count > columns.Count)
            {
                draft.Problem(number, "more cells than columns");
                continue;
            }

            var named = new Dictionary<string, string>();
            for (int i = 0; i < cells.Count; i++)
            {
                named[columns[i]] = cells[i];
            }

            fields.Add(named, number);
        }
    }

    private static List<string> Cells(string line, char separator)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"')
            {
                cell.Append(c);
                i++;
            }
            else if (c == '"' && (quoted || cell.Length == 0) && separator == ',')
            {
                quoted = !quoted;
            }
            else if (c == separator && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
