namespace GbGateway.Content.Filtering;

/// <summary>The arrays of a <see cref="KeywordAutomaton"/>, from its builder.</summary>
internal sealed class AutomatonParts
{
    internal required SymbolClasses Classes { get; init; }

    internal required TextFolding Folding { get; init; }

    internal required ushort[] Labels { get; init; }

    internal required byte[] Depths { get; init; }

    internal required int[] Fails { get; init; }

    internal required int[] First { get; init; }

    internal required ushort[] Kids { get; init; }

    internal required int[] Out { get; init; }

    internal required int[] Root { get; init; }

    internal required int[] RootInWord { get; init; }

    internal required int[] PatternRules { get; init; }

    internal required PatternFlags[] Flags { get; init; }

    internal required Dictionary<int, byte[]> Runs { get; init; }

    internal required int SingleEnd { get; init; }
}
