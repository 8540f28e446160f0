using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>
/// Takes the picture away and leaves the mark: each pixel becomes the number of its 16 neighbours (eight directions, two and four pixels
/// away) that are
/// darker, less those that are brighter. Only order counts, so brightness, contrast and strong edges weigh no more than faint texture.
/// </summary>
internal static class SignFilter
{
    private const int Reach = 4;

    /// <summary>
    /// Filters <paramref name="luma"/>; the outermost four pixels become 0. Both sides must be at least <see cref="AnalysisPlan.MinSide"/>.
    /// </summary>
    public static void Apply(ReadOnlySpan<byte> luma, int width, int height, Span<sbyte> signs)
    {
        signs[..(Reach * width)].Clear();
        signs.Slice((height - Reach) * width, Reach * width).Clear();
        ref var from = ref MemoryMarshal.GetReference(luma);
        ref var to = ref MemoryMarshal.GetReference(signs);
        for (var y = Reach; y < height - Reach; y++)
        {
            var row = y * width;
            for (var x = Reach; x < width - Reach; x += Vector256<byte>.Count)
            {
                // The last run overlaps the one before it.
                var at = row + Math.Min(x, width - Reach - Vector256<byte>.Count);
                var pixel = Signed(ref from, at);
                var sum = Compare(ref from, at, 2, 2 * width, pixel) + Compare(ref from, at, 4, 4 * width, pixel);
                sum.StoreUnsafe(ref to, (nuint)at);
            }
            signs.Slice(row, Reach).Clear();
            signs.Slice(row + width - Reach, Reach).Clear();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Compare(ref byte from, int at, int across, int down, Vector256<sbyte> pixel) =>
        Sign(pixel, Signed(ref from, at - down - across)) + Sign(pixel, Signed(ref from, at - down)) + Sign(pixel, Signed(ref from, at - down + across))
        + Sign(pixel, Signed(ref from, at - across)) + Sign(pixel, Signed(ref from, at + across))
        + Sign(pixel, Signed(ref from, at + down - across)) + Sign(pixel, Signed(ref from, at + down)) + Sign(pixel, Signed(ref from, at + down + across));

    /// <summary>1 where <paramref name="pixel"/> is greater, -1 where it is less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Sign(Vector256<sbyte> pixel, Vector256<sbyte> neighbour) =>
        Vector256.GreaterThan(neighbour, pixel) - Vector256.GreaterThan(pixel, neighbour);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Signed(ref byte from, int at) =>
        (Vector256.LoadUnsafe(ref from, (nuint)at) ^ Vector256.Create((byte)0x80)).AsSByte();
}
