namespace GbGateway.Content.Filtering;

/// <summary>The parts of a <see cref="KeywordSet"/>, from its builder.</summary>
internal sealed class KeywordSetParts
{
    internal required List<KeywordAutomaton> Automata { get; init; }

    internal required List<bool> Acts { get; init; }

    internal required KeywordRule[] Rules { get; init; }

    internal required List<string> Layers { get; init; }

    internal required Dictionary<int, string> Ids { get; init; }

    internal required Dictionary<int, string> Replacements { get; init; }

    internal required List<Combination> Combinations { get; init; }

    internal required Dictionary<int, CombinationTerm> TermsOf { get; init; }

    internal required List<RegexRule> Expressions { get; init; }

    internal required List<KeywordProblem> Problems { get; init; }

    internal required string Version { get; init; }

    internal required int Entries { get; init; }
}
