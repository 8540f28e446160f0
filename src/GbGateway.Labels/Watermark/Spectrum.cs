using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>
/// Power of the filtered picture at 1024 x 1024 frequencies, each against the mean of its surroundings, cut at six times of it and stored
/// as a byte
/// (<see cref="Even"/> for the mean): lines stand out of it wherever the picture itself has much or little.
/// </summary>
internal static class Spectrum
{
    /// <summary>Frequencies along each axis.</summary>
    public const int Size = LaneFft.Points;

    /// <summary>Half the frequencies along x, and the zero: the rest is a mirror image.</summary>
    public const int HalfColumns = Size / 2 + 1;

    /// <summary>Entries from one row of frequencies to the next.</summary>
    public const int Stride = 528;

    /// <summary>Bytes of the table; the entry after the last row stands for frequencies out of band.</summary>
    public const int TableLength = Size * Stride + 32;

    /// <summary>Floats of scratch: the half transform, two signals' work and a power map.</summary>
    public const int WorkLength = 2 * HalfLength + 2 * GroupLength + Size * Stride;

    /// <summary>The value of a frequency that is as strong as its surroundings.</summary>
    public const byte Even = 42;

    private const int Groups = (HalfColumns + LaneFft.Lanes - 1) / LaneFft.Lanes;
    private const int GroupLength = Size * LaneFft.Lanes;
    private const int HalfLength = Groups * GroupLength;

    /// <summary>Transforms the centre of the filtered picture and fills <paramref name="table"/>.</summary>
    public static void Write(ReadOnlySpan<sbyte> signs, int width, int height, Span<float> work, Span<byte> table)
    {
        var halfRe = work[..HalfLength];
        var halfIm = work.Slice(HalfLength, HalfLength);
        var re = work.Slice(2 * HalfLength, GroupLength);
        var im = work.Slice(2 * HalfLength + GroupLength, GroupLength);
        var power = work.Slice(2 * HalfLength + 2 * GroupLength, Size * Stride);
        var rows = Math.Min(height, Size);
        var top = (height - rows) / 2;
        for (var y = 0; y < Size; y += 2 * LaneFft.Lanes)
        {
            if (y < rows)
            {
                LoadRows(signs[(top * width)..], width, rows, y, re, im);
                LaneFft.Transform(re, im);
                StoreHalves(re, im, y, halfRe, halfIm);
            }
            else
            {
                ClearHalves(y, halfRe, halfIm);
            }
        }
        for (var group = 0; group < Groups; group++)
        {
            var columnRe = halfRe.Slice(group * GroupLength, GroupLength);
            var columnIm = halfIm.Slice(group * GroupLength, GroupLength);
            LaneFft.Transform(columnRe, columnIm);
            StorePower(columnRe, columnIm, group, power);
        }
        SpectrumLevel.Write(power, table);
        table[Size * Stride] = Even;
    }

    /// <summary>Loads sixteen rows as eight complex signals, windowed: two real rows cost one transform.</summary>
    private static void LoadRows(ReadOnlySpan<sbyte> signs, int width, int rows, int y, Span<float> re, Span<float> im)
    {
        var columns = Math.Min(width, Size);
        var left = (width - columns) / 2;
        Span<float> window = stackalloc float[Size];
        for (var x = 0; x < columns; x++)
        {
            window[x] = MathF.Sin(MathF.PI * (x + 1) / (columns + 1));
        }
        re[(columns * LaneFft.Lanes)..].Clear();
        im[(columns * LaneFft.Lanes)..].Clear();
        for (var i = 0; i < 2 * LaneFft.Lanes; i++)
        {
            var to = (i & 1) == 0 ? re[(i / 2)..] : im[(i / 2)..];
            if (y + i >= rows)
            {
                for (var x = 0; x < columns; x++)
                {
                    to[x * LaneFft.Lanes] = 0;
                }
                continue;
            }
            var weight = MathF.Sin(MathF.PI * (y + i + 1) / (rows + 1));
            var row = signs.Slice((y + i) * width + left, columns);
            for (var x = 0; x < columns; x++)
            {
                to[x * LaneFft.Lanes] = row[x] * weight * window[x];
            }
        }
    }

    /// <summary>
    /// Takes the two real rows of each signal apart and stores them group by group of eight frequencies, ready for the columns' transform.
    /// </summary>
    private static void StoreHalves(ReadOnlySpan<float> re, ReadOnlySpan<float> im, int y, Span<float> halfRe, Span<float> halfIm)
    {
        const int Lanes = LaneFft.Lanes;
        Span<float> turned = stackalloc float[4 * Lanes * Lanes];
        ref var r = ref MemoryMarshal.GetReference(re);
        ref var i = ref MemoryMarshal.GetReference(im);
        for (var k = 0; k < HalfColumns; k++)
        {
            var (here, there) = ((nuint)(LaneFft.Place[k] * Lanes), (nuint)(LaneFft.Place[(Size - k) & (Size - 1)] * Lanes));
            var (hr, hi) = (Vector256.LoadUnsafe(ref r, here), Vector256.LoadUnsafe(ref i, here));
            var (tr, ti) = (Vector256.LoadUnsafe(ref r, there), Vector256.LoadUnsafe(ref i, there));
            var at = (k & 7) * Lanes;
            // Twice the spectrum: the common factor falls out against the surroundings.
            (hr + tr).CopyTo(turned[at..]);
            (hi - ti).CopyTo(turned[(at + 64)..]);
            (hi + ti).CopyTo(turned[(at + 128)..]);
            (tr - hr).CopyTo(turned[(at + 192)..]);
            if ((k & 7) == 7 || k == HalfColumns - 1)
            {
                var to = (k / 8 * Size + y) * Lanes;
                for (var j = 0; j < Lanes * Lanes; j++)
                {
                    var (lane, column) = (j >> 3, j & 7);
                    halfRe[to + 2 * lane * Lanes + column] = turned[column * Lanes + lane];
                    halfIm[to + 2 * lane * Lanes + column] = turned[column * Lanes + lane + 64];
                    halfRe[to + (2 * lane + 1) * Lanes + column] = turned[column * Lanes + lane + 128];
                    halfIm[to + (2 * lane + 1) * Lanes + column] = turned[column * Lanes + lane + 192];
                }
            }
        }
    }

    private static void ClearHalves(int y, Span<float> halfRe, Span<float> halfIm)
    {
        for (var group = 0; group < Groups; group++)
        {
            var at = (group * Size + y) * LaneFft.Lanes;
            halfRe.Slice(at, 2 * LaneFft.Lanes * LaneFft.Lanes).Clear();
            halfIm.Slice(at, 2 * LaneFft.Lanes * LaneFft.Lanes).Clear();
        }
    }

    private static void StorePower(ReadOnlySpan<float> re, ReadOnlySpan<float> im, int group, Span<float> power)
    {
        for (var row = 0; row < Size; row++)
        {
            var at = LaneFft.Place[row] * LaneFft.Lanes;
            var (r, i) = (Vector256.Create(re[at..]), Vector256.Create(im[at..]));
            (r * r + i * i).CopyTo(power[(row * Stride + group * LaneFft.Lanes)..]);
        }
    }
}
