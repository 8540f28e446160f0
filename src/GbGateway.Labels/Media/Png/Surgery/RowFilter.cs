using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// The five PNG row filters, both ways. Rows of samples have <see cref="Margin"/> zero bytes before them and free bytes after them, so no
/// loop asks whether a neighbour exists.
/// </summary>
internal static unsafe class RowFilter
{
    /// <summary>Bytes kept before a row (zero) and after it (free).</summary>
    public const int Margin = 64;

    /// <summary>The highest filter type.</summary>
    public const int Last = 4;

    /// <summary>Gives a row its samples back. May write up to 8 bytes past <paramref name="length"/>.</summary>
    public static void Undo(int filter, byte* residuals, byte* above, byte* row, int length, int step)
    {
        switch (filter)
        {
            case 0:
                new ReadOnlySpan<byte>(residuals, length).CopyTo(new Span<byte>(row, length));
                break;
            case 1:
                UndoSub(residuals, row, length, step);
                break;
            case 2:
                UndoUp(residuals, above, row, length);
                break;
            case 3:
                UndoAverage(residuals, above, row, length, step);
                break;
            default:
                UndoPaeth(residuals, above, row, length, step);
                break;
        }
    }

    /// <summary>
    /// Filters bytes <paramref name="from"/> to <paramref name="to"/> of a row anew, in place of <paramref name="residuals"/>. The row's
    /// <paramref name="weight"/> is its distance from the stream's end in bytes, as Adler-32 weighs it.
    /// </summary>
    public static void Redo(int filter, byte* residuals, byte* above, byte* row, int from, int to, int step, long weight, ref AdlerDelta adler)
    {
        var places = Vector128.Create((short)0, 1, 2, 3, 4, 5, 6, 7);
        long change = 0;
        long weighted = 0;
        var i = from;
        for (; i + 16 <= to; i += 16)
        {
            var predicted = Predict(filter, Vector128.Load(row + i - step), Vector128.Load(above + i), Vector128.Load(above + i - step));
            var fresh = Vector128.Load(row + i) - predicted;
            var old = Vector128.Load(residuals + i);
            if (fresh == old)
            {
                continue;
            }
            Vector128.Store(fresh, residuals + i);
            var (freshLow, freshHigh) = Vector128.Widen(fresh);
            var (oldLow, oldHigh) = Vector128.Widen(old);
            var low = freshLow.AsInt16() - oldLow.AsInt16();
            var high = freshHigh.AsInt16() - oldHigh.AsInt16();
            // 16 changes of at most 255, the places at most 15: the sums stay within 16 bits.
            var sum = Vector128.Sum(low + high);
            change += sum;
            weighted += (weight - i) * sum - Vector128.Sum(low * places + high * (places + Vector128.Create((short)8)));
        }
        for (; i < to; i++)
        {
            var (left, up, corner) = (row[i - step], above[i], above[i - step]);
            var predicted = filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) >> 1, _ => Paeth(left, up, corner) };
            var fresh = (byte)(row[i] - predicted);
            var difference = fresh - residuals[i];
            residuals[i] = fresh;
            change += difference;
            weighted += (weight - i) * difference;
        }
        adler.Add(change, weighted);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Predict(int filter, Vector128<byte> left, Vector128<byte> up, Vector128<byte> corner)
    {
        switch (filter)
        {
            case 0:
                return Vector128<byte>.Zero;
            case 1:
                return left;
            case 2:
                return up;
            case 3:
                return Average(left, up);
            default:
                var (leftLow, leftHigh) = Vector128.Widen(left);
                var (upLow, upHigh) = Vector128.Widen(up);
                var (cornerLow, cornerHigh) = Vector128.Widen(corner);
                return Vector128.Narrow(
                    Paeth(leftLow.AsInt16(), upLow.AsInt16(), cornerLow.AsInt16()).AsUInt16(),
                    Paeth(leftHigh.AsInt16(), upHigh.AsInt16(), cornerHigh.AsInt16()).AsUInt16());
        }
    }

    private static void UndoSub(byte* residuals, byte* row, int length, int step)
    {
        var left = Vector128<byte>.Zero;
        for (var i = 0; i < length; i += step)
        {
            left += Load(residuals + i);
            Store(left, row + i);
        }
    }

    private static void UndoUp(byte* residuals, byte* above, byte* row, int length)
    {
        var i = 0;
        for (; i + 16 <= length; i += 16)
        {
            Vector128.Store(Vector128.Load(residuals + i) + Vector128.Load(above + i), row + i);
        }
        for (; i < length; i++)
        {
            row[i] = (byte)(residuals[i] + above[i]);
        }
    }

    private static void UndoAverage(byte* residuals, byte* above, byte* row, int length, int step)
    {
        var left = Vector128<byte>.Zero;
        for (var i = 0; i < length; i += step)
        {
            left = Load(residuals + i) + Average(left, Load(above + i));
            Store(left, row + i);
        }
    }

    private static void UndoPaeth(byte* residuals, byte* above, byte* row, int length, int step)
    {
        var left = Vector128<short>.Zero;
        var corner = Vector128<short>.Zero;
        var bytes = Vector128.Create((short)255);
        for (var i = 0; i < length; i += step)
        {
            var up = Vector128.WidenLower(Load(above + i)).AsInt16();
            left = (Paeth(left, up, corner) + Vector128.WidenLower(Load(residuals + i)).AsInt16()) & bytes;
            corner = up;
            Store(Vector128.Narrow(left.AsUInt16(), left.AsUInt16()), row + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Load(byte* at) => Vector128.CreateScalar(*(ulong*)at).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<byte> pixel, byte* at) => *(ulong*)at = pixel.AsUInt64().ToScalar();

    /// <summary>Half the sum, rounded down, without a ninth bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Average(Vector128<byte> a, Vector128<byte> b) =>
        (a & b) + (((a ^ b).AsUInt16() >>> 1).AsByte() & Vector128.Create((byte)0x7F));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Paeth(Vector128<short> left, Vector128<short> up, Vector128<short> corner)
    {
        var byLeft = up - corner;
        var byUp = left - corner;
        var byCorner = Vector128.Abs(byLeft + byUp);
        byLeft = Vector128.Abs(byLeft);
        byUp = Vector128.Abs(byUp);
        var nearest = Vector128.Min(byCorner, Vector128.Min(byLeft, byUp));
        return Vector128.ConditionalSelect(Vector128.Equals(nearest, byLeft), left,
            Vector128.ConditionalSelect(Vector128.Equals(nearest, byUp), up, corner));
    }

    private static int Paeth(int left, int up, int corner)
    {
        var byLeft = Math.Abs(up - corner);
        var byUp = Math.Abs(left - corner);
        var byCorner = Math.Abs(left + up - 2 * corner);
        return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
    }
}
