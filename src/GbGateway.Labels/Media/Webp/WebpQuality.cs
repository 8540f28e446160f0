using GbGateway.Labels.Media.Webp.Surgery;

namespace GbGateway.Labels.Media.Webp;

/// <summary>Tells the quality a lossy WebP was made with from the quantiser index in its frame header (RFC 6386, 9.2 to 9.6).</summary>
internal static class WebpQuality
{
    /// <summary>Floor of the estimate: a picture that was compressed hard is not compressed harder still.</summary>
    private const int Lowest = 60;

    private const int Highest = 96;

    /// <summary>The quality whose quantiser index is the frame's, in the way the reference encoder maps them.</summary>
    /// <param name="partition">The first partition, after the frame's size.</param>
    public static int Estimate(ReadOnlySpan<byte> partition)
    {
        var bits = new BooleanReader(0, partition.Length);
        bits.ReadNumber(partition, 2); // colour space, clamping
        Span<int> segments = stackalloc int[4];
        Span<double> shares = [0.25, 0.25, 0.25, 0.25];
        var kind = bits.ReadNumber(partition, 1) != 0 ? ReadSegments(partition, ref bits, segments, shares) : SegmentKind.None;
        bits.ReadNumber(partition, 1 + 6 + 3); // filter type, level, sharpness
        if (bits.ReadNumber(partition, 1) != 0 && bits.ReadNumber(partition, 1) != 0) // filter deltas, updated
        {
            for (var i = 0; i < 8; i++)
            {
                bits.ReadOptional(partition, 6);
            }
        }
        bits.ReadNumber(partition, 2); // partitions
        var index = bits.ReadNumber(partition, 7);
        // The encoder: c = q < 75 % ? 2/3 q : 2 q - 1;  index = 127 (1 - cbrt c). A segment's cbrt c is the picture's raised to a power that
        // is 1 on the mean over all macroblocks: the logarithms' mean, weighed by the segments' shares, gives the picture's back.
        var root = Root(index);
        if (kind != SegmentKind.None)
        {
            var sum = 0.0;
            for (var i = 0; i < 4; i++)
            {
                sum += shares[i] * Math.Log(Root(kind == SegmentKind.Absolute ? segments[i] : index + segments[i]));
            }
            root = Math.Exp(sum);
        }
        var c = root * root * root;
        var quality = c < 0.5 ? c * 1.5 : (c + 1) / 2;
        return Math.Clamp((int)Math.Round(quality * 100), Lowest, Highest);
    }

    private static double Root(int index) => 1 - Math.Clamp(index, 0, 126) / 127.0;

    private enum SegmentKind
    {
        None,
        Delta,
        Absolute,
    }

    private static SegmentKind ReadSegments(ReadOnlySpan<byte> partition, ref BooleanReader bits, Span<int> quantizers, Span<double> shares)
    {
        var kind = SegmentKind.None;
        var updatesMap = bits.ReadNumber(partition, 1) != 0;
        if (bits.ReadNumber(partition, 1) != 0)
        {
            kind = bits.ReadNumber(partition, 1) != 0 ? SegmentKind.Absolute : SegmentKind.Delta;
            for (var i = 0; i < 4; i++)
            {
                quantizers[i] = bits.ReadOptional(partition, 7);
            }
            for (var i = 0; i < 4; i++)
            {
                bits.ReadOptional(partition, 6);
            }
        }
        if (updatesMap)
        {
            // The odds of the tree that codes each macroblock's segment: how often its left side is taken, of 255.
            var (first, left, right) = (ReadShare(partition, ref bits), ReadShare(partition, ref bits), ReadShare(partition, ref bits));
            (shares[0], shares[1]) = (first * left, first * (1 - left));
            (shares[2], shares[3]) = ((1 - first) * right, (1 - first) * (1 - right));
        }
        return kind;
    }

    private static double ReadShare(ReadOnlySpan<byte> partition, ref BooleanReader bits) => bits.ReadNumber(partition, 1) != 0 ? bits.ReadNumber(partition, 8) / 255.0 : 1;
}
