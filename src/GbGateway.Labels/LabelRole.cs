namespace GbGateway.Labels;

/// <summary>What the operator of a route is to its content (<c>GB 3.7</c>, <c>MEA-6</c>). No authority settles which; the route says it.</summary>
public enum LabelRole
{
    /// <summary>The producer: it offers the API to the public. An upstream's label is replaced and kept for the ledger.</summary>
    Producer,

    /// <summary>A propagator: the producer's elements of an upstream's label stay, the propagation elements are its own. Where there is no such label it is the producer.</summary>
    Propagator,
}
