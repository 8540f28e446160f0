namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>A place in unstuffed entropy-coded bits, between two reads.</summary>
/// <param name="Window">The next bits, the first of them topmost.</param>
/// <param name="Held">Bits of <paramref name="Window"/> that are accounted for.</param>
/// <param name="Next">Index of the byte after those held.</param>
internal record struct BitCursor(ulong Window, int Held, int Next)
{
    /// <summary>Bits before this place.</summary>
    public readonly long Position => (long)Next * 8 - Held;

    /// <summary>The place with <paramref name="bit"/> bits before it, nothing held.</summary>
    public static BitCursor At(long bit, ReadOnlySpan<byte> data)
    {
        var whole = (int)(bit >> 3);
        var odd = (int)(bit & 7);
        return odd == 0 ? new BitCursor(0, 0, whole) : new BitCursor((ulong)data[whole] << (56 + odd), 8 - odd, whole + 1);
    }
}
