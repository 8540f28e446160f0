using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>
/// Watches entropy-coded bytes that pass unread for the marker behind them. It must be the end of the image: another scan or frame could
/// paint over the label, and its absence means the file was cut.
/// </summary>
internal struct TailWatch
{
    private bool _heldMark;

    /// <summary>The marker that ended the scan, or 0 as long as none came.</summary>
    public byte Marker { get; private set; }

    /// <summary>Where in the last piece the marker's second byte stands.</summary>
    public int MarkerAt { get; private set; }

    /// <summary>Looks through the next piece; true once the marker was met.</summary>
    public bool See(ReadOnlySpan<byte> piece)
    {
        if (Marker != 0 || piece.IsEmpty)
        {
            return Marker != 0;
        }
        if (_heldMark && Stop(piece[0], 0))
        {
            return true;
        }
        var at = 0;
        var ones = Vector256.Create((byte)0xFF);
        ref var first = ref MemoryMarshal.GetReference(piece);
        for (; at <= piece.Length - 33; at += 32)
        {
            // A mark counts where the byte after it isn't stuffing.
            var marks = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)at), ones);
            var next = Vector256.LoadUnsafe(ref first, (nuint)at + 1);
            var hits = Vector256.AndNot(marks, Vector256.Equals(next, Vector256<byte>.Zero)).ExtractMostSignificantBits();
            for (; hits != 0; hits &= hits - 1)
            {
                var hit = at + BitOperations.TrailingZeroCount(hits) + 1;
                if (Stop(piece[hit], hit))
                {
                    return true;
                }
            }
        }
        for (; at < piece.Length - 1; at++)
        {
            if (piece[at] == 0xFF && Stop(piece[at + 1], at + 1))
            {
                return true;
            }
        }
        _heldMark = piece[^1] == 0xFF;
        return false;
    }

    private bool Stop(byte second, int at)
    {
        if (second is 0 or 0xFF or (>= 0xD0 and <= 0xD7))
        {
            return false;
        }
        (Marker, MarkerAt) = (second, at);
        return true;
    }
}
