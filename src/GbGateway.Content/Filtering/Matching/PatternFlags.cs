namespace GbGateway.Content.Filtering;

/// <summary>What has to hold for a pattern beyond its symbols.</summary>
[Flags]
internal enum PatternFlags : byte
{
    None = 0,

    /// <summary>It begins at the edge of a word.</summary>
    LeftEdge = 1,

    /// <summary>It ends at the edge of a word.</summary>
    RightEdge = 2,

    /// <summary>Some symbol has to stand several times: see the automaton's runs.</summary>
    Runs = 4,

    /// <summary>The next pattern has the same symbols.</summary>
    SameAsNext = 8,
}
