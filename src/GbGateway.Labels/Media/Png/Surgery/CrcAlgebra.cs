using System.IO.Hashing;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// CRC-32 of bytes that nobody reads again. The checksum is linear: changing a chunk's beginning changes its CRC by the difference of the
/// two beginnings' CRCs, moved over the rest by multiplying with x^8n modulo the polynomial.
/// </summary>
internal static class CrcAlgebra
{
    private const uint Polynomial = 0xEDB88320;

    /// <summary>x^(2^k) for k from 0 to 31, highest power in the lowest bit.</summary>
    private static readonly uint[] Powers = MakePowers();

    /// <summary>CRC of an IDAT chunk's type alone.</summary>
    public static readonly uint Idat = Crc32.HashToUInt32("IDAT"u8);

    public static uint Of(ReadOnlySpan<byte> bytes) => Crc32.HashToUInt32(bytes);

    /// <summary>A difference of two CRCs after <paramref name="length"/> further bytes, the same in both.</summary>
    public static uint Shift(uint difference, long length)
    {
        if (difference == 0)
        {
            return 0;
        }
        var factor = 1u << 31;
        for (var power = 3; length != 0; length >>= 1, power++)
        {
            if ((length & 1) != 0)
            {
                factor = Multiply(Powers[power & 31], factor);
            }
        }
        return Multiply(factor, difference);
    }

    /// <summary>CRC of two pieces of which the second's own is known.</summary>
    public static uint Join(uint first, uint second, long secondLength) => Shift(first, secondLength) ^ second;

    private static uint[] MakePowers()
    {
        var powers = new uint[32];
        powers[0] = 1u << 30;
        for (var i = 1; i < powers.Length; i++)
        {
            powers[i] = Multiply(powers[i - 1], powers[i - 1]);
        }
        return powers;
    }

    private static uint Multiply(uint a, uint b)
    {
        uint product = 0;
        for (var bit = 1u << 31; ; bit >>= 1)
        {
            if ((a & bit) != 0)
            {
                product ^= b;
                if ((a & (bit - 1)) == 0)
                {
                    return product;
                }
            }
            b = (b & 1) != 0 ? b >> 1 ^ Polynomial : b >> 1;
        }
    }
}
