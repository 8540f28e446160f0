namespace GbGateway.Content.Filtering;

/// <summary>A plain list: an entry a line, <c>#</c> for comments.</summary>
internal static class ListReader
{
    internal static void Read(KeywordLibraryDraft draft, string text)
    {
        var fields = new EntryFields(draft);
        foreach ((string line, int number) in LibraryLines.Of(draft, text))
        {
            fields.Add(new Dictionary<string, string> { ["entry"] = line }, number);
        }
    }
}
