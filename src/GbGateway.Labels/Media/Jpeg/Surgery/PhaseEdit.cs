namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>A cheap change of one coefficient and what it does to the length of its block's code.</summary>
/// <param name="Place">Which coefficient, zigzag; 0 for no change.</param>
/// <param name="Value">Its new value.</param>
/// <param name="Bits">Bits gained, modulo 8.</param>
/// <param name="Cost">Squared error.</param>
internal readonly record struct PhaseEdit(byte Place, short Value, byte Bits, float Cost);
