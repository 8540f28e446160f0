namespace GbGateway.Content.Filtering;

/// <summary>Where a state of an automaton leads: its children lie side by side.</summary>
internal readonly struct StateLinks(int first, ushort kids, byte depth)
{
    internal int First { get; } = first;

    internal ushort Kids { get; } = kids;

    internal byte Depth { get; } = depth;
}
