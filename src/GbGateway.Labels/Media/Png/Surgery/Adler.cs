using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>The checksum at the end of a zlib stream (RFC 1950).</summary>
internal static class Adler
{
    private const uint Modulus = 65521;

    // Sums of 32-bit lanes stay in range for this many bytes (the scalar bound is 5552).
    private const int Piece = 5536;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var (a, b) = (1u, 0u);
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(Piece, bytes.Length)..])
        {
            var piece = bytes[..Math.Min(Piece, bytes.Length)];
            b += (uint)piece.Length * a;
            Add(piece, ref a, ref b);
            (a, b) = (a % Modulus, b % Modulus);
        }
        return b << 16 | a;
    }

    /// <summary>Adds the sum of the bytes to a, and the sum of each times its distance from the end to b.</summary>
    private static void Add(ReadOnlySpan<byte> bytes, ref uint a, ref uint b)
    {
        var (sums, weighted) = (Vector256<uint>.Zero, Vector256<uint>.Zero);
        var places = Vector256.Create((ushort)16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
        var before = Vector256<uint>.Zero;
        var i = 0;
        for (; i + 16 <= bytes.Length; i += 16)
        {
            before += sums;
            var words = Vector256.Create(Vector128.WidenLower(Vector128.Create(bytes[i..])), Vector128.WidenUpper(Vector128.Create(bytes[i..])));
            sums += Vector256.WidenLower(words) + Vector256.WidenUpper(words);
            words *= places;
            weighted += Vector256.WidenLower(words) + Vector256.WidenUpper(words);
        }
        var rest = bytes.Length - i;
        var sum = Vector256.Sum(sums);
        a += sum;
        b += (uint)((Vector256.Sum(weighted) + 16ul * Vector256.Sum(before) + (ulong)rest * sum) % Modulus);
        for (; i < bytes.Length; i++)
        {
            a += bytes[i];
            b += (uint)(bytes.Length - i) * bytes[i];
        }
    }
}
