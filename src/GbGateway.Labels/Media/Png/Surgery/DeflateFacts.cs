using System.Numerics;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>The fixed numbers of RFC 1951.</summary>
internal static class DeflateFacts
{
    /// <summary>Symbols of the literal and length code, with the two that never occur.</summary>
    public const int LiteralCodes = 288;

    /// <summary>Symbols of the distance code, with the two that never occur.</summary>
    public const int DistanceCodes = 32;

    /// <summary>Literal, length and distance code lengths of a block, one after the other.</summary>
    public const int BlockCodes = LiteralCodes + DistanceCodes;

    public const int EndOfBlock = 256;

    /// <summary>The first length symbol of the literal and length code.</summary>
    public const int FirstLength = 257;

    public const int MaxCodeLength = 15;

    /// <summary>The farthest a match may reach back.</summary>
    public const int Window = 32768;

    public const int MinMatch = 3;

    public const int MaxMatch = 258;

    public static ReadOnlySpan<ushort> LengthBase =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    public static ReadOnlySpan<byte> LengthExtra => [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    public static ReadOnlySpan<ushort> DistanceBase =>
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
    ];

    public static ReadOnlySpan<byte> DistanceExtra =>
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    /// <summary>Which of <see cref="LengthBase"/> a length belongs to.</summary>
    public static int LengthSymbol(int length)
    {
        if (length is < 11 or MaxMatch)
        {
            return length == MaxMatch ? LengthBase.Length - 1 : length - MinMatch;
        }
        var log = BitOperations.Log2((uint)(length - MinMatch));
        return 4 * log - 4 + (length - MinMatch >> log - 2 & 3);
    }

    /// <summary>Which of <see cref="DistanceBase"/> a distance belongs to.</summary>
    public static int DistanceSymbol(int distance)
    {
        var log = BitOperations.Log2((uint)distance - 1 | 1);
        return distance <= 2 ? distance - 1 : 2 * log + (distance - 1 >> log - 1 & 1);
    }

    /// <summary>The order in which a dynamic block lists the lengths of its code length code.</summary>
    public static ReadOnlySpan<byte> CodeLengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>The code lengths of a block of the fixed code.</summary>
    public static void FixedLengths(Span<byte> lengths)
    {
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..LiteralCodes].Fill(8);
        lengths[LiteralCodes..BlockCodes].Fill(5);
    }
}
