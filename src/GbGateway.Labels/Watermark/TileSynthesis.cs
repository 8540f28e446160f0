using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>Sums the lattice's lines to the pattern of one word, one axis after the other.</summary>
internal static class TileSynthesis
{
    private const int Waves = Lattice.Reach + 1;
    private const float RootHalf = 0.70710678f;

    /// <summary>
    /// Sixteenths of the root mean square are kept within 4.5 times of it: few are cut, and products stay within 16 bits.
    /// </summary>
    private const float Clip = 72;

    private static readonly WaveTable?[] Tables = new WaveTable?[Tile.Periods];

    /// <summary>Floats of scratch needed for a period.</summary>
    public static int WorkLength(int period) => 2 * Waves * period;

    /// <summary>
    /// Writes the pattern as <paramref name="period"/> rows of <see cref="Tile.RowLength"/>, in sixteenths of its own root mean square.
    /// </summary>
    public static void Write(KeySchedule key, ReadOnlySpan<byte> coded, int period, Span<float> work, Span<short> tile)
    {
        var table = TableOf(period);
        var re = work[..(Waves * period)];
        var im = work.Slice(Waves * period, Waves * period);
        re.Clear();
        im.Clear();
        Span<float> signs = stackalloc float[PolarCode.Length];
        for (var j = 0; j < PolarCode.Length; j++)
        {
            signs[key.Interleaver[j]] = coded[j] == 0 ? RootHalf : -RootHalf;
        }
        for (var i = 0; i < Lattice.SyncLines; i++)
        {
            AddLine(re, im, table, key.SyncLines[i], key.SyncCos[i], key.SyncSin[i]);
        }
        for (var i = 0; i < Lattice.DataLines; i++)
        {
            var (c, s, a, b) = (key.DataCos[i], key.DataSin[i], signs[2 * i], signs[2 * i + 1]);
            AddLine(re, im, table, key.DataLines[i], a * c - b * s, a * s + b * c);
        }
        for (var y = 0; y < period; y++)
        {
            WriteRow(re, im, table, y, tile.Slice(y * Tile.RowLength(period), Tile.RowLength(period)));
        }
    }

    private static WaveTable TableOf(int period)
    {
        ref var table = ref Tables[Tile.PeriodIndex(period)];
        return table ??= new WaveTable(period, Waves);
    }

    /// <summary>Adds one line to the amplitudes of its k in every row. The line at -k has the same cosine and the opposite sine.</summary>
    private static void AddLine(Span<float> re, Span<float> im, WaveTable table, int line, float lineRe, float lineIm)
    {
        var (k, l, period) = (Math.Abs(Lattice.K[line]), Lattice.L[line], table.Period);
        var cos = table.Cos(l);
        var sin = table.Sin(l);
        var toRe = re.Slice(k * period, period);
        var toIm = im.Slice(k * period, period);
        var (r, i, turn) = (Vector256.Create(lineRe), Vector256.Create(lineIm), Vector256.Create(Lattice.K[line] < 0 ? -1f : 1f));
        for (var y = 0; y < period; y += 8)
        {
            var (c, s) = (Vector256.Create(cos[y..]), Vector256.Create(sin[y..]));
            (Vector256.Create<float>(toRe[y..]) + (r * c - i * s)).CopyTo(toRe[y..]);
            (Vector256.Create<float>(toIm[y..]) + turn * (r * s + i * c)).CopyTo(toIm[y..]);
        }
    }

    private static void WriteRow(ReadOnlySpan<float> re, ReadOnlySpan<float> im, WaveTable table, int y, Span<short> row)
    {
        var period = table.Period;
        // 428 lines of amplitude 1 have a mean square of 214.
        var scale = Vector256.Create(16 / MathF.Sqrt(Lattice.Lines / 2f));
        var (limit, half) = (Vector256.Create(Clip), Vector256.Create(0.5f));
        Span<int> rounded = stackalloc int[8];
        ref var cosines = ref MemoryMarshal.GetReference(table.Cos(0));
        ref var sines = ref MemoryMarshal.GetReference(table.Sin(0));
        for (var x = 0; x < period; x += 8)
        {
            var sum = Vector256<float>.Zero;
            for (var k = 0; k < Waves; k++)
            {
                var at = (nuint)(k * period + x);
                sum += Vector256.Create(re[k * period + y]) * Vector256.LoadUnsafe(ref cosines, at);
                sum -= Vector256.Create(im[k * period + y]) * Vector256.LoadUnsafe(ref sines, at);
            }
            var value = Vector256.Max(-limit, Vector256.Min(limit, sum * scale));
            Vector256.ConvertToInt32(Vector256.Floor(value + half)).CopyTo(rounded);
            for (var j = 0; j < 8; j++)
            {
                row[Tile.Lead + x + j] = (short)rounded[j];
            }
        }
        row.Slice(period, Tile.Lead).CopyTo(row);
        row.Slice(Tile.Lead, Tile.Lead).CopyTo(row[(Tile.Lead + period)..]);
    }
}
