using GbGateway.Labels.Watermark;

namespace GbGateway.Benchmarks.Watermark.Attacks;

/// <summary>A picture's luma as a JPEG file of some quality holds it: quantised blocks, without the file around them.</summary>
internal sealed class LumaJpeg
{
    // ITU-T T.81, table K.1.
    private static readonly byte[] Table =
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ];

    private static readonly double[,] Basis = MakeBasis();

    private readonly int _columns;

    public LumaJpeg(Picture picture, int quality)
    {
        (Width, Height, _columns) = (picture.Width, picture.Height, (picture.Width + 7) / 8);
        Coefficients = new short[_columns * ((Height + 7) / 8) * 64];
        var scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        for (var i = 0; i < 64; i++)
        {
            Quantization[i] = (ushort)Math.Clamp((Table[i] * scale + 50) / 100, 1, 255);
        }
        ForEachBlock((left, top, at) =>
        {
            var block = new double[64];
            for (var i = 0; i < 64; i++)
            {
                var pixel = 3 * (Math.Min(top + i / 8, Height - 1) * Width + Math.Min(left + i % 8, Width - 1));
                block[i] = 0.299 * picture.Rgb[pixel] + 0.587 * picture.Rgb[pixel + 1] + 0.114 * picture.Rgb[pixel + 2] - 128;
            }
            var transformed = Transform(block, inverse: false);
            for (var i = 0; i < 64; i++)
            {
                Coefficients[at + i] = (short)Math.Round(transformed[i] / Quantization[i]);
            }
        });
    }

    public int Width { get; }

    public int Height { get; }

    public short[] Coefficients { get; }

    public ushort[] Quantization { get; } = new ushort[64];

    public JpegLumaBlocks Blocks => new(Coefficients, Width, Height, _columns, Quantization);

    /// <summary>What a decoder shows, as gray RGB.</summary>
    public Picture Decode(string name)
    {
        var rgb = new byte[3 * Width * Height];
        ForEachBlock((left, top, at) =>
        {
            var block = new double[64];
            for (var i = 0; i < 64; i++)
            {
                block[i] = Coefficients[at + i] * Quantization[i];
            }
            var samples = Transform(block, inverse: true);
            for (var i = 0; i < 64; i++)
            {
                if (left + i % 8 < Width && top + i / 8 < Height)
                {
                    rgb.AsSpan(3 * ((top + i / 8) * Width + left + i % 8), 3).Fill((byte)Math.Clamp(Math.Round(samples[i] + 128), 0, 255));
                }
            }
        });
        return new Picture(name, Width, Height, rgb);
    }

    private void ForEachBlock(Action<int, int, int> visit)
    {
        for (var block = 0; block < Coefficients.Length / 64; block++)
        {
            visit(block % _columns * 8, block / _columns * 8, block * 64);
        }
    }

    private static double[] Transform(double[] block, bool inverse)
    {
        var (half, whole) = (new double[64], new double[64]);
        for (var i = 0; i < 64; i++)
        {
            for (var n = 0; n < 8; n++)
            {
                half[i] += block[n * 8 + i % 8] * (inverse ? Basis[n, i / 8] : Basis[i / 8, n]);
            }
        }
        for (var i = 0; i < 64; i++)
        {
            for (var n = 0; n < 8; n++)
            {
                whole[i] += half[i / 8 * 8 + n] * (inverse ? Basis[n, i % 8] : Basis[i % 8, n]);
            }
        }
        return whole;
    }

    private static double[,] MakeBasis()
    {
        var basis = new double[8, 8];
        for (var u = 0; u < 8; u++)
        {
            for (var x = 0; x < 8; x++)
            {
                basis[u, x] = Math.Sqrt(u == 0 ? 0.125 : 0.25) * Math.Cos((2 * x + 1) * u * Math.PI / 16);
            }
        }
        return basis;
    }
}
