using System.Buffers.Binary;

namespace GbGateway.Labels.Explicit;

/// <summary>Big-endian reads of a font table that never leave it: what lies outside reads as 0.</summary>
internal readonly struct FontBytes(ReadOnlyMemory<byte> bytes)
{
    public int Length => bytes.Length;

    public byte Byte(long at) => at >= 0 && at < bytes.Length ? bytes.Span[(int)at] : (byte)0;

    public ushort U16(long at) =>
        at >= 0 && at + 2 <= bytes.Length ? BinaryPrimitives.ReadUInt16BigEndian(bytes.Span[(int)at..]) : (ushort)0;

    public short I16(long at) => (short)U16(at);

    public uint U32(long at) =>
        at >= 0 && at + 4 <= bytes.Length ? BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[(int)at..]) : 0;

    /// <summary>The part from <paramref name="at"/>, clipped to what is there.</summary>
    public FontBytes Slice(long at, long length)
    {
        if (at < 0 || at > bytes.Length || length < 0)
        {
            return default;
        }
        return new FontBytes(bytes.Slice((int)at, (int)Math.Min(length, bytes.Length - at)));
    }
}
