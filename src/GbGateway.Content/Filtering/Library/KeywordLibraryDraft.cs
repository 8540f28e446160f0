using System.Globalization;

namespace GbGateway.Content.Filtering;

/// <summary>A layer while its files are read: entries, what its files say of themselves, and what is wrong.</summary>
internal sealed class KeywordLibraryDraft(string name, List<KeywordProblem> problems)
{
    private readonly List<KeywordEntry> _entries = [];
    private string? _version;
    private DateOnly? _updated;

    internal TextFolding Folding { get; private set; } = TextFolding.Default;

    /// <summary>The risk of entries that name none, for the rest of the file.</summary>
    internal KeywordRisk Risk { get; set; }

    /// <summary>The file being read.</summary>
    internal string File { get; set; } = "";

    internal void Add(KeywordEntry entry) => _entries.Add(entry);

    internal void Problem(int line, string text) => problems.Add(new KeywordProblem(name, line, text, File));

    /// <summary>A statement of a file about itself: <c>version</c>, <c>updated</c>, <c>folding</c>, <c>risk</c>; false if it's none.</summary>
    internal bool Says(string key, string value, int line)
    {
        bool good = true;
        switch (key.Trim().ToLowerInvariant())
        {
            case "version":
                _version = value;
                break;
            case "updated":
                good = DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day);
                _updated = good && !(_updated > day) ? day : _updated;
                break;
            case "folding":
                good = FoldingNames.TryParse(value, Folding, out TextFolding folding);
                Folding = good ? folding : Folding;
                break;
            case "risk":
                good = KeywordRisk.TryParse(value, out KeywordRisk risk);
                Risk = good ? risk : Risk;
                break;
            default:
                return false;
        }

        if (!good)
        {
            Problem(line, $"{key.Trim()} can't be read");
        }

        return true;
    }

    internal KeywordLibrary Finish() =>
        new(name, _version ?? _updated?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "unversioned", _entries) { Folding = Folding, Updated = _updated };
}
