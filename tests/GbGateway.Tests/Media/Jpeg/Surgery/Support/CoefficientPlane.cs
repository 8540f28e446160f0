namespace GbGateway.Tests.Media.Jpeg.Surgery.Support;

/// <summary>One component's blocks, padded to whole MCUs; coefficients in zigzag order.</summary>
internal sealed class CoefficientPlane(int id, int horizontal, int vertical, int quant)
{
    public int Id { get; } = id;

    public int Horizontal { get; } = horizontal;

    public int Vertical { get; } = vertical;

    public int Quant { get; } = quant;

    public ushort[] Steps { get; set; } = [];

    /// <summary>Blocks a row and rows of blocks, MCU padding included.</summary>
    public int BlocksWide { get; set; }

    public int BlocksHigh { get; set; }

    /// <summary>Blocks a row and rows that a scan of this component alone has.</summary>
    public int OwnWide { get; set; }

    public int OwnHigh { get; set; }

    public short[] Coefficients { get; set; } = [];

    public Span<short> Block(int column, int row) => Coefficients.AsSpan((row * BlocksWide + column) * 64, 64);

    /// <summary>Samples of a block, unclamped, by the definition in T.81 A.3.3.</summary>
    public double[] Samples(int column, int row)
    {
        var natural = new double[64];
        var block = Block(column, row);
        for (var i = 0; i < 64; i++)
        {
            natural[PlainDecoder.Zigzag[i]] = block[i] * Steps[i];
        }
        var half = new double[64];
        var samples = new double[64];
        for (var y = 0; y < 8; y++)
        {
            for (var x = 0; x < 8; x++)
            {
                for (var u = 0; u < 8; u++)
                {
                    half[y * 8 + x] += natural[y * 8 + u] * Cosine(u, x);
                }
            }
        }
        for (var y = 0; y < 8; y++)
        {
            for (var x = 0; x < 8; x++)
            {
                for (var v = 0; v < 8; v++)
                {
                    samples[y * 8 + x] += half[v * 8 + x] * Cosine(v, y);
                }
                samples[y * 8 + x] += 128;
            }
        }
        return samples;
    }

    internal static double Cosine(int u, int x) => Table[u * 8 + x];

    private static readonly double[] Table = [.. Enumerable.Range(0, 64).Select(static i =>
        (i >> 3 == 0 ? Math.Sqrt(0.125) : 0.5) * Math.Cos((2 * (i & 7) + 1) * (i >> 3) * Math.PI / 16))];
}
