namespace GbGateway.Commands.Keywords;

/// <summary>What counts as one document of a corpus.</summary>
public enum CorpusUnit
{
    /// <summary>A line: one text, or one JSON document whose strings are the text.</summary>
    Line,

    /// <summary>A file.</summary>
    File,
}
