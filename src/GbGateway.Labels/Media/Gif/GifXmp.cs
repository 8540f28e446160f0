using System.Buffers;
using GbGateway.Labels.Media.Xmp;

namespace GbGateway.Labels.Media.Gif;

/// <summary>The XMP application extension (XMP part 3): the packet as it is, then 258 bytes that lead any reader of sub-blocks to the end.</summary>
internal static class GifXmp
{
    /// <summary>Introducer, label, length and name.</summary>
    private const int HeadLength = 14;

    private static readonly byte[] Trailer = [1, .. Enumerable.Range(0, 256).Select(static i => (byte)(255 - i)), 0];

    /// <summary>The packet of an extension; the first part of it if the trailer is not the usual one.</summary>
    public static ReadOnlySpan<byte> Packet(ReadOnlySpan<byte> whole)
    {
        var data = whole[HeadLength..];
        return data.EndsWith(Trailer) ? data[..^Trailer.Length] : data[..^1].TrimEnd((byte)0);
    }

    /// <summary>Writes an extension with <paramref name="packet"/>.</summary>
    public static void Write(ReadOnlySpan<byte> packet, IBufferWriter<byte> output)
    {
        output.Write<byte>([0x21, 0xFF, 11, .. "XMP DataXMP"u8]);
        output.Write(packet);
        output.Write(Trailer);
    }

    /// <summary>The packet with exactly the given label. A packet with a NUL in it, which the extension can't hold, is replaced.</summary>
    public static byte[] SetLabel(ReadOnlySpan<byte> packet, AigcMetadata metadata)
    {
        var merged = XmpPacket.SetLabel(packet, metadata);
        return merged.AsSpan().Contains((byte)0) ? XmpPacket.SetLabel([], metadata) : merged;
    }
}
