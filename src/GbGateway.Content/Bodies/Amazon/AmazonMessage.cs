using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;

namespace GbGateway.Content.Bodies.Amazon;

/// <summary>
/// One message of an Amazon event stream (<c>application/vnd.amazon.eventstream</c>): the lengths of all and of the headers, a checksum of
/// both, headers, payload, a checksum of everything before.
/// </summary>
internal static class AmazonMessage
{
    /// <summary>Lengths and their checksum.</summary>
    public const int PreludeLength = 12;

    private const int ChecksumLength = 4;

    // The type of a header's value that is text behind a length of two bytes.
    private const byte TextValue = 7;

    // Bytes of a value by its type: true, false, byte, short, integer, long, byte array, text, time, UUID; -1 behind a length.
    private static ReadOnlySpan<sbyte> ValueLengths => [0, 0, 1, 2, 4, 8, -1, -1, 8, 16];

    /// <summary>The length a message says it has, or -1 if it can have no such length or its prelude is damaged.</summary>
    public static long LengthOf(ReadOnlySpan<byte> prelude)
    {
        var (all, headers) = (BinaryPrimitives.ReadUInt32BigEndian(prelude), BinaryPrimitives.ReadUInt32BigEndian(prelude[4..]));
        return Crc32.HashToUInt32(prelude[..8]) == BinaryPrimitives.ReadUInt32BigEndian(prelude[8..]) && (ulong)headers + PreludeLength + ChecksumLength <= all ? all : -1;
    }

    /// <summary>Finds headers and payload of a whole message whose prelude is sound.</summary>
    /// <returns>Whether it is sound as well.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, out Range headers, out Range payload)
    {
        var end = PreludeLength + (int)BinaryPrimitives.ReadUInt32BigEndian(message[4..]);
        (headers, payload) = (PreludeLength..end, end..(message.Length - ChecksumLength));
        return Crc32.HashToUInt32(message[..^ChecksumLength]) == BinaryPrimitives.ReadUInt32BigEndian(message[^ChecksumLength..]);
    }

    /// <summary>The text of a header; empty where there is none.</summary>
    public static ReadOnlySpan<byte> FindText(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> name)
    {
        while (headers.Length > 1 && headers.Length > headers[0] + 1)
        {
            var isMeant = headers[1..(headers[0] + 1)].SequenceEqual(name);
            headers = headers[(headers[0] + 1)..];
            var type = headers[0];
            headers = headers[1..];
            if (type >= ValueLengths.Length)
            {
                return default;
            }
            int length = ValueLengths[type];
            if (length < 0)
            {
                if (headers.Length < 2)
                {
                    return default;
                }
                length = BinaryPrimitives.ReadUInt16BigEndian(headers);
                headers = headers[2..];
            }
            if (headers.Length < length)
            {
                return default;
            }
            if (isMeant)
            {
                return type == TextValue ? headers[..length] : default;
            }
            headers = headers[length..];
        }
        return default;
    }

    /// <summary>Adds a header of text.</summary>
    public static void WriteText(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, PooledBuffer headers)
    {
        headers.Append([(byte)name.Length]);
        headers.Append(name);
        headers.Append([TextValue, (byte)(value.Length >> 8), (byte)value.Length]);
        headers.Append(value);
    }

    /// <summary>Writes a message.</summary>
    public static void Write(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        var length = PreludeLength + headers.Length + payload.Length + ChecksumLength;
        var message = output.GetSpan(length)[..length];
        BinaryPrimitives.WriteUInt32BigEndian(message, (uint)length);
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], (uint)headers.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message[8..], Crc32.HashToUInt32(message[..8]));
        headers.CopyTo(message[PreludeLength..]);
        payload.CopyTo(message[(PreludeLength + headers.Length)..]);
        BinaryPrimitives.WriteUInt32BigEndian(message[^ChecksumLength..], Crc32.HashToUInt32(message[..^ChecksumLength]));
        output.Advance(length);
    }
}
