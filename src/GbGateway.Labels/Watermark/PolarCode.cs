namespace GbGateway.Labels.Watermark;

/// <summary>
/// The error-correcting code: a polar code of 512 bits for 80, so that a mark is read when most of its bits drown in noise.
/// </summary>
internal static class PolarCode
{
    /// <summary>Coded bits: two for each data line.</summary>
    public const int Length = 2 * Lattice.DataLines;

    /// <summary>log2 of <see cref="Length"/>.</summary>
    public const int Levels = 9;

    static PolarCode()
    {
        // Polarisation weight with beta = 2^(1/4): the positions of largest weight are the most reliable, at any noise.
        var weights = new double[Length];
        var order = new int[Length];
        for (var i = 0; i < Length; i++)
        {
            order[i] = i;
            for (var bit = 0; bit < Levels; bit++)
            {
                weights[i] += ((i >> bit) & 1) * Math.Pow(2, bit / 4.0);
            }
        }
        Array.Sort(weights, order);
        foreach (var position in order.AsSpan(Length - WatermarkWord.Bits))
        {
            IsOpen[position] = true;
        }
    }

    /// <summary>Positions that carry a bit of the word; the others are zero and known.</summary>
    public static bool[] IsOpen { get; } = new bool[Length];

    /// <summary>Writes the 512 coded bits, one a byte, of an 80-bit word, its first bit at the first open position.</summary>
    public static void Encode(UInt128 word, Span<byte> coded)
    {
        var left = WatermarkWord.Bits;
        for (var i = 0; i < Length; i++)
        {
            coded[i] = IsOpen[i] ? (byte)((uint)(word >> --left) & 1) : (byte)0;
        }
        for (var half = 1; half < Length; half *= 2)
        {
            for (var start = 0; start < Length; start += 2 * half)
            {
                for (var i = start; i < start + half; i++)
                {
                    coded[i] ^= coded[i + half];
                }
            }
        }
    }
}
