namespace GbGateway.Content.Filtering;

/// <summary>The lines of a library file with their numbers; comments that state something are told to the draft.</summary>
internal static class LibraryLines
{
    internal static IEnumerable<(string Line, int Number)> Of(KeywordLibraryDraft draft, string text)
    {
        int number = 0;
        foreach (string raw in text.Split('\n'))
        {
            number++;
            string line = (number == 1 ? raw.TrimStart('\uFEFF') : raw).TrimEnd('\r', ' ');
            if (line.StartsWith('#'))
            {
                int colon = line.IndexOf(':', StringComparison.Ordinal);
                if (colon > 0)
                {
                    draft.Says(line[1..colon], line[(colon + 1)..].Trim(), number);
                }
            }
            else if (line.Length > 0)
            {
                yield return (line, number);
            }
        }
    }
}
