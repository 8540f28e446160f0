using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace GbGateway.Ledger.Records;

/// <summary>Writes the one and only byte encoding of a record: fields in ascending order, each a tag byte, a length (LEB128) and the bytes; empty fields are left out.</summary>
internal readonly struct CanonicalWriter(IBufferWriter<byte> output)
{
    public void Field(byte tag, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }
        var length = Encoding.UTF8.GetByteCount(value);
        Head(tag, length);
        Encoding.UTF8.GetBytes(value, output.GetSpan(length));
        output.Advance(length);
    }

    public void Field(byte tag, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return;
        }
        Head(tag, value.Length);
        output.Write(value);
    }

    /// <summary>A number of 8 bytes, big-endian; zero is left out.</summary>
    public void Field(byte tag, long value)
    {
        if (value == 0)
        {
            return;
        }
        Head(tag, sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    private void Head(byte tag, int length)
    {
        var span = output.GetSpan(6);
        span[0] = tag;
        var at = 1;
        var rest = (uint)length;
        while (rest >= 0x80)
        {
            span[at++] = (byte)(rest | 0x80);
            rest >>= 7;
        }
        span[at++] = (byte)rest;
        output.Advance(at);
    }
}
