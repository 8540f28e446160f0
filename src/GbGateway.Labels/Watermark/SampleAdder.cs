using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>
/// Adds a change a pixel to its 8-bit colour samples, stopping at 0 and 255; never to alpha, never to a pixel nobody sees.
/// </summary>
internal static class SampleAdder
{
    /// <summary>Adds <paramref name="changes"/> to a row.</summary>
    public static void Add(ReadOnlySpan<sbyte> changes, Span<byte> row, PixelLayout layout)
    {
        switch (layout)
        {
            case PixelLayout.Gray:
                AddGray(changes, row);
                break;
            case PixelLayout.Rgb:
                AddRgb(changes, row);
                break;
            case PixelLayout.Rgba:
                AddRgba(changes, row);
                break;
            default:
                AddVisible(changes, row, 2, 0);
                break;
        }
    }

    private static void AddGray(ReadOnlySpan<sbyte> changes, Span<byte> row)
    {
        var x = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            ref var to = ref MemoryMarshal.GetReference(row);
            ref var from = ref MemoryMarshal.GetReference(changes);
            for (; x + 16 <= row.Length; x += 16)
            {
                Plus(Vector128.LoadUnsafe(ref to, (nuint)x), Vector128.LoadUnsafe(ref from, (nuint)x)).StoreUnsafe(ref to, (nuint)x);
            }
        }
        for (; x < row.Length; x++)
        {
            row[x] = Plus(row[x], changes[x]);
        }
    }

    private static void AddRgb(ReadOnlySpan<sbyte> changes, Span<byte> row)
    {
        var (x, width) = (0, row.Length / 3);
        if (Vector128.IsHardwareAccelerated)
        {
            ref var to = ref MemoryMarshal.GetReference(row);
            ref var from = ref MemoryMarshal.GetReference(changes);
            for (; x + 16 <= width; x += 16)
            {
                var change = Vector128.LoadUnsafe(ref from, (nuint)x);
                var at = (nuint)(3 * x);
                Plus(Vector128.LoadUnsafe(ref to, at), Vector128.Shuffle(change, Vector128.Create(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, (sbyte)5)))
                    .StoreUnsafe(ref to, at);
                Plus(Vector128.LoadUnsafe(ref to, at + 16), Vector128.Shuffle(change, Vector128.Create(5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 9, 10, (sbyte)10)))
                    .StoreUnsafe(ref to, at + 16);
                Plus(Vector128.LoadUnsafe(ref to, at + 32), Vector128.Shuffle(change, Vector128.Create(10, 11, 11, 11, 12, 12, 12, 13, 13, 13, 14, 14, 14, 15, 15, (sbyte)15)))
                    .StoreUnsafe(ref to, at + 32);
            }
        }
        for (; x < width; x++)
        {
            for (var c = 0; c < 3; c++)
            {
                row[3 * x + c] = Plus(row[3 * x + c], changes[x]);
            }
        }
    }

    private static void AddRgba(ReadOnlySpan<sbyte> changes, Span<byte> row)
    {
        var (x, width) = (0, row.Length / 4);
        if (Vector128.IsHardwareAccelerated)
        {
            ref var to = ref MemoryMarshal.GetReference(row);
            ref var from = ref MemoryMarshal.GetReference(changes);
            for (; x + 16 <= width; x += 16)
            {
                var change = Vector128.LoadUnsafe(ref from, (nuint)x);
                var at = (nuint)(4 * x);
                AddSeen(ref to, at, Vector128.Shuffle(change, Vector128.Create(0, 0, 0, -1, 1, 1, 1, -1, 2, 2, 2, -1, 3, 3, 3, (sbyte)-1)));
                AddSeen(ref to, at + 16, Vector128.Shuffle(change, Vector128.Create(4, 4, 4, -1, 5, 5, 5, -1, 6, 6, 6, -1, 7, 7, 7, (sbyte)-1)));
                AddSeen(ref to, at + 32, Vector128.Shuffle(change, Vector128.Create(8, 8, 8, -1, 9, 9, 9, -1, 10, 10, 10, -1, 11, 11, 11, (sbyte)-1)));
                AddSeen(ref to, at + 48, Vector128.Shuffle(change, Vector128.Create(12, 12, 12, -1, 13, 13, 13, -1, 14, 14, 14, -1, 15, 15, 15, (sbyte)-1)));
            }
        }
        AddVisible(changes, row, 4, x);
    }

    private static void AddSeen(ref byte to, nuint at, Vector128<sbyte> change)
    {
        var pixels = Vector128.LoadUnsafe(ref to, at);
        // Alpha is the highest byte of a little-endian pixel.
        var seen = Vector128.GreaterThan(pixels.AsUInt32(), Vector128.Create(0x00FFFFFFu)).AsSByte();
        Plus(pixels, change & seen).StoreUnsafe(ref to, at);
    }

    private static void AddVisible(ReadOnlySpan<sbyte> changes, Span<byte> row, int samples, int x)
    {
        for (var at = x * samples; at < row.Length; at += samples, x++)
        {
            for (var c = at; c < at + samples - 1 && row[at + samples - 1] != 0; c++)
            {
                row[c] = Plus(row[c], changes[x]);
            }
        }
    }

    private static Vector128<byte> Plus(Vector128<byte> samples, Vector128<sbyte> changes)
    {
        var bias = Vector128.Create((byte)0x80);
        return Vector128.AddSaturate((samples ^ bias).AsSByte(), changes).AsByte() ^ bias;
    }

    private static byte Plus(byte sample, sbyte change) => (byte)Math.Clamp(sample + change, 0, 255);
}
