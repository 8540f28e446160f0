using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>Luma of a row of pixels: (77 R + 150 G + 29 B + 128) / 256, over white where there is alpha.</summary>
internal static class LumaRows
{
    /// <summary>Reads one row; <paramref name="luma"/> gets a byte for each pixel.</summary>
    public static void Read(ReadOnlySpan<byte> row, PixelLayout layout, Span<byte> luma)
    {
        luma = luma[..(row.Length / (int)layout)];
        switch (layout)
        {
            case PixelLayout.Gray:
                row.CopyTo(luma);
                break;
            case PixelLayout.Rgb:
                ReadRgb(row, luma);
                break;
            case PixelLayout.Rgba:
                ReadRgba(row, luma);
                break;
            default:
                for (var x = 0; x < luma.Length; x++)
                {
                    luma[x] = OverWhite(row[2 * x], row[2 * x + 1]);
                }
                break;
        }
    }

    private static void ReadRgb(ReadOnlySpan<byte> row, Span<byte> luma)
    {
        var x = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            ref var from = ref MemoryMarshal.GetReference(row);
            ref var to = ref MemoryMarshal.GetReference(luma);
            for (; x + 16 <= luma.Length; x += 16)
            {
                var (a, b, c) = (Vector128.LoadUnsafe(ref from, (nuint)(3 * x)), Vector128.LoadUnsafe(ref from, (nuint)(3 * x + 16)),
                    Vector128.LoadUnsafe(ref from, (nuint)(3 * x + 32)));
                // An index of 255 gives 0.
                var red = Vector128.Shuffle(a, Vector128.Create((byte)0, 3, 6, 9, 12, 15, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
                    | Vector128.Shuffle(b, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 2, 5, 8, 11, 14, 255, 255, 255, 255, 255))
                    | Vector128.Shuffle(c, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 4, 7, 10, 13));
                var green = Vector128.Shuffle(a, Vector128.Create((byte)1, 4, 7, 10, 13, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
                    | Vector128.Shuffle(b, Vector128.Create((byte)255, 255, 255, 255, 255, 0, 3, 6, 9, 12, 15, 255, 255, 255, 255, 255))
                    | Vector128.Shuffle(c, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2, 5, 8, 11, 14));
                var blue = Vector128.Shuffle(a, Vector128.Create((byte)2, 5, 8, 11, 14, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
                    | Vector128.Shuffle(b, Vector128.Create((byte)255, 255, 255, 255, 255, 1, 4, 7, 10, 13, 255, 255, 255, 255, 255, 255))
                    | Vector128.Shuffle(c, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 3, 6, 9, 12, 15));
                Vector128.Narrow(
                    Weigh(Vector128.WidenLower(red), Vector128.WidenLower(green), Vector128.WidenLower(blue)),
                    Weigh(Vector128.WidenUpper(red), Vector128.WidenUpper(green), Vector128.WidenUpper(blue))).StoreUnsafe(ref to, (nuint)x);
            }
        }
        for (; x < luma.Length; x++)
        {
            luma[x] = Weigh(row[3 * x], row[3 * x + 1], row[3 * x + 2]);
        }
    }

    private static void ReadRgba(ReadOnlySpan<byte> row, Span<byte> luma)
    {
        var x = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            ref var from = ref MemoryMarshal.GetReference(row);
            ref var to = ref MemoryMarshal.GetReference(luma);
            for (; x + 16 <= luma.Length; x += 16)
            {
                var at = (nuint)(4 * x);
                var first = Vector256.Narrow(Gray(ref from, at), Gray(ref from, at + 32));
                Vector128.Narrow(first.GetLower(), first.GetUpper()).StoreUnsafe(ref to, (nuint)x);
            }
        }
        for (; x < luma.Length; x++)
        {
            luma[x] = OverWhite(Weigh(row[4 * x], row[4 * x + 1], row[4 * x + 2]), row[4 * x + 3]);
        }
    }

    /// <summary>Luma over white of eight RGBA pixels, one each 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Gray(ref byte from, nuint at)
    {
        var pixels = Vector256.LoadUnsafe(ref from, at).AsUInt32();
        var low = Vector256.Create(255u);
        var gray = ((pixels & low) * 77u + ((pixels >> 8) & low) * 150u + ((pixels >> 16) & low) * 29u + Vector256.Create(128u)) >> 8;
        // With t = x + 128, (t + (t >> 8)) >> 8 is x / 255 rounded, for every product of two bytes.
        var dark = (low - gray) * (pixels >> 24) + Vector256.Create(128u);
        return low - ((dark + (dark >> 8)) >> 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Weigh(Vector128<ushort> red, Vector128<ushort> green, Vector128<ushort> blue) =>
        (red * Vector128.Create((ushort)77) + green * Vector128.Create((ushort)150) + blue * Vector128.Create((ushort)29)
            + Vector128.Create((ushort)128)) >> 8;

    private static byte Weigh(byte red, byte green, byte blue) => (byte)((77 * red + 150 * green + 29 * blue + 128) >> 8);

    private static byte OverWhite(byte gray, byte alpha) => (byte)(255 - ((255 - gray) * alpha + 127) / 255);
}
