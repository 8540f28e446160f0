namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>A cheap change to what is coded and what it does to the length of the code.</summary>
/// <param name="Place">Which coefficient, zigzag; or whatever else the asker means by it.</param>
/// <param name="Value">Its new value.</param>
/// <param name="Bits">Bits gained, modulo 8.</param>
/// <param name="Cost">Squared error.</param>
internal readonly record struct PhaseEdit(byte Place, short Value, byte Bits, float Cost);
