using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>Filters whole rows by the filter whose residuals are smallest in sum, of Sub, Up, Average and Paeth.</summary>
internal static unsafe class RowPredictor
{
    /// <summary>Writes the filter's number and the residuals of a row; the rows have margins as <see cref="RowFilter"/> asks, the residuals 32 free bytes behind.</summary>
    public static void Write(byte* above, byte* row, int length, int step, byte* to)
    {
        var best = Choose(above, row, length, step);
        *to++ = (byte)best;
        switch (best)
        {
            case 1:
                Filter<Left>(above, row, length, step, to);
                break;
            case 2:
                Filter<Up>(above, row, length, step, to);
                break;
            case 3:
                Filter<Average>(above, row, length, step, to);
                break;
            default:
                Filter<Nearest>(above, row, length, step, to);
                break;
        }
    }

    private static int Choose(byte* above, byte* row, int length, int step)
    {
        Vector128<ushort> left = default, up = default, average = default, nearest = default;
        Span<long> sums = stackalloc long[5];
        sums.Clear();
        for (var i = 0; i < length;)
        {
            // Each piece of 16 adds at most 2 * 128 to a lane.
            var end = Math.Min(length & ~15, i + 255 * 16);
            for (; i < end; i += 16)
            {
                var (sample, l, u, c) = (Vector128.Load(row + i), Vector128.Load(row + i - step), Vector128.Load(above + i), Vector128.Load(above + i - step));
                left += Size(sample - l);
                up += Size(sample - u);
                average += Size(sample - Average.Of(l, u, c));
                nearest += Size(sample - Nearest.Of(l, u, c));
            }
            Take(ref left, ref sums[1]);
            Take(ref up, ref sums[2]);
            Take(ref average, ref sums[3]);
            Take(ref nearest, ref sums[4]);
            if (end == (length & ~15))
            {
                break;
            }
        }
        var best = 4;
        for (var filter = 1; filter < 4; filter++)
        {
            best = sums[filter] < sums[best] ? filter : best;
        }
        return best;
    }

    private static Vector128<ushort> Size(Vector128<byte> residuals)
    {
        var size = Vector128.Min(residuals, Vector128<byte>.Zero - residuals);
        return Vector128.WidenLower(size) + Vector128.WidenUpper(size);
    }

    private static void Take(ref Vector128<ushort> lanes, ref long sum)
    {
        var (low, high) = Vector128.Widen(lanes);
        sum += Vector128.Sum(low + high);
        lanes = default;
    }

    private static void Filter<T>(byte* above, byte* row, int length, int step, byte* to)
        where T : struct, IPrediction
    {
        for (var i = 0; i < length; i += 16)
        {
            Vector128.Store(Vector128.Load(row + i) - T.Of(Vector128.Load(row + i - step), Vector128.Load(above + i), Vector128.Load(above + i - step)), to + i);
        }
    }

    private interface IPrediction
    {
        public static abstract Vector128<byte> Of(Vector128<byte> left, Vector128<byte> up, Vector128<byte> corner);
    }

    private readonly struct Left : IPrediction
    {
        public static Vector128<byte> Of(Vector128<byte> left, Vector128<byte> up, Vector128<byte> corner) => left;
    }

    private readonly struct Up : IPrediction
    {
        public static Vector128<byte> Of(Vector128<byte> left, Vector128<byte> up, Vector128<byte> corner) => up;
    }

    private readonly struct Average : IPrediction
    {
        public static Vector128<byte> Of(Vector128<byte> left, Vector128<byte> up, Vector128<byte> corner) =>
            (left & up) + (((left ^ up).AsUInt16() >>> 1).AsByte() & Vector128.Create((byte)0x7F));
    }

    private readonly struct Nearest : IPrediction
    {
        /// <summary>Paeth's choice in bytes: distances that don't fit one are as far as can be, and so never the nearest.</summary>
        public static Vector128<byte> Of(Vector128<byte> left, Vector128<byte> up, Vector128<byte> corner)
        {
            var (most, least) = (Vector128.Max(left, up), Vector128.Min(left, up));
            var byLeft = Vector128.Max(up, corner) - Vector128.Min(up, corner);
            var byUp = Vector128.Max(left, corner) - Vector128.Min(left, corner);
            // left + up - 2 corner is the difference of the two where they lie on one side, else their sum, which no other exceeds.
            var between = Vector128.GreaterThanOrEqual(corner, most) | Vector128.LessThanOrEqual(corner, least);
            var sum = Vector128.Max(byLeft, byUp);
            var byCorner = Vector128.ConditionalSelect(between, Vector128<byte>.AllBitsSet, sum - Vector128.Min(byLeft, byUp));
            var nearest = Vector128.Min(byCorner, Vector128.Min(byLeft, byUp));
            return Vector128.ConditionalSelect(Vector128.Equals(nearest, byLeft), left,
                Vector128.ConditionalSelect(Vector128.Equals(nearest, byUp), up, corner));
        }
    }
}
