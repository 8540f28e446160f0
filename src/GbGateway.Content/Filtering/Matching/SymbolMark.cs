namespace GbGateway.Content.Filtering;

/// <summary>A symbol of the text with its repetitions.</summary>
/// <remarks>
/// A keyword that begins with the symbol may begin at a later repetition, where a word ran up to the first one but not to that one:
/// hence two counts.
/// </remarks>
internal struct SymbolMark
{
    /// <summary>First byte of the repetition a keyword may begin at.</summary>
    internal int Start;

    /// <summary>All repetitions.</summary>
    internal byte Run;

    /// <summary>Repetitions from <see cref="Start"/> on.</summary>
    internal byte RunFromStart;

    /// <summary>Whether a word runs up to <see cref="Start"/>.</summary>
    internal bool AfterWord;
}
