using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>Divides each frequency's power by the mean of the 31 x 31 around it.</summary>
internal static class SpectrumLevel
{
    private const int Around = 15;
    private const int Window = 2 * Around + 1;
    private const int Columns = Spectrum.HalfColumns;
    private const int Padded = Spectrum.Stride + 2 * Around + 2;

    /// <summary>Writes bytes: <see cref="Spectrum.Even"/> for the mean, six times as much at most.</summary>
    public static void Write(ReadOnlySpan<float> power, Span<byte> table)
    {
        // Sums of 31 rows, kept while the rows go by; frequencies wrap around. Double the space leaves room for vectors.
        Span<float> sums = stackalloc float[Padded + 64];
        Span<float> level = stackalloc float[Padded + 64];
        sums.Clear();
        level.Clear();
        for (var row = -Around; row < Around; row++)
        {
            Add(sums[Around..], Row(power, row), 1);
        }
        for (var row = 0; row < Spectrum.Size; row++)
        {
            Add(sums[Around..], Row(power, row + Around), 1);
            Mirror(sums);
            SumAcross(sums, level);
            Divide(Row(power, row), level, table.Slice(row * Spectrum.Stride, Spectrum.Stride));
            Add(sums[Around..], Row(power, row - Around), -1);
        }
    }

    private static ReadOnlySpan<float> Row(ReadOnlySpan<float> power, int row) =>
        power.Slice((row & (Spectrum.Size - 1)) * Spectrum.Stride, Spectrum.Stride);

    private static void Add(Span<float> sums, ReadOnlySpan<float> row, float sign)
    {
        var factor = Vector256.Create(sign);
        for (var x = 0; x < Columns; x += 8)
        {
            (Vector256.Create<float>(sums[x..]) + factor * Vector256.Create(row[x..])).CopyTo(sums[x..]);
        }
    }

    /// <summary>Continues the sums beyond the lowest and highest column by their mirror image.</summary>
    private static void Mirror(Span<float> sums)
    {
        for (var i = 1; i <= Around; i++)
        {
            sums[Around - i] = sums[Around + i];
            sums[Around + Columns - 1 + i] = sums[Around + Columns - 1 - i];
        }
    }

    /// <summary>Sums of 31 neighbours as 16 + 8 + 4 + 2 + 1, each made of two halves.</summary>
    private static void SumAcross(Span<float> sums, Span<float> level)
    {
        Span<float> twos = stackalloc float[Padded + 64];
        Span<float> fours = stackalloc float[Padded + 64];
        Span<float> eights = stackalloc float[Padded + 64];
        Pair(sums, twos, 1);
        Pair(twos, fours, 2);
        Pair(fours, eights, 4);
        for (var x = 0; x < Columns; x += 8)
        {
            var sixteen = Vector256.Create<float>(eights[x..]) + Vector256.Create<float>(eights[(x + 8)..]);
            var eight = Vector256.Create<float>(eights[(x + 16)..]);
            var rest = Vector256.Create<float>(fours[(x + 24)..]) + Vector256.Create<float>(twos[(x + 28)..]) + Vector256.Create<float>(sums[(x + 30)..]);
            (sixteen + eight + rest).CopyTo(level[x..]);
        }
    }

    private static void Pair(ReadOnlySpan<float> from, Span<float> to, int step)
    {
        for (var x = 0; x < Columns + Window; x += 8)
        {
            (Vector256.Create(from[x..]) + Vector256.Create(from[(x + step)..])).CopyTo(to[x..]);
        }
    }

    private static void Divide(ReadOnlySpan<float> power, ReadOnlySpan<float> level, Span<byte> table)
    {
        var (scale, cut, least) = (Vector256.Create((float)Spectrum.Even * Window * Window), Vector256.Create(6f * Spectrum.Even), Vector256.Create(1e-3f));
        for (var x = 0; x < Columns; x += 16)
        {
            var low = Vector256.Min(cut, Vector256.Create(power[x..]) * scale / Vector256.Max(least, Vector256.Create(level[x..])));
            var high = Vector256.Min(cut, Vector256.Create(power[(x + 8)..]) * scale / Vector256.Max(least, Vector256.Create(level[(x + 8)..])));
            var whole = Vector256.Narrow(Vector256.ConvertToInt32(low), Vector256.ConvertToInt32(high)).AsUInt16();
            Vector256.Narrow(whole, whole).GetLower().CopyTo(table[x..]);
        }
    }
}
