using System.Buffers.Binary;
using GbGateway.Labels.Media.Exif;
using GbGateway.Labels.Media.Riff;

namespace GbGateway.Labels.Media.Webp;

/// <summary>What the heads of a WebP's chunks say.</summary>
internal sealed class WebpHeader
{
    public const byte AnimationFlag = 0x02, XmpFlag = 0x04, AlphaFlag = 0x10;

    private int _lossyFrames;
    private int _losslessFrames;

    public MediaFacts Facts { get; private set; }

    /// <summary>The flags of VP8X, 0 without one.</summary>
    public byte Flags { get; private set; }

    public bool IsExtended { get; private set; }

    public bool IsLossless { get; private set; }

    public bool IsAnimated { get; private set; }

    public bool HasAlpha { get; private set; }

    /// <summary>The encoder quality, 0 to 100, of a lossy picture.</summary>
    public int Quality { get; private set; } = 80;

    /// <summary>Reads the chunks; null if the file is malformed or cut short.</summary>
    public static WebpHeader? Read(ReadOnlySpan<byte> file)
    {
        var header = new WebpHeader();
        var (width, height, frames, orientation) = (0, 0, 0, 0);
        var hasPicture = false;
        var chunks = new RiffChunks(file, WebpChunkType.Webp);
        while (chunks.MoveNext())
        {
            var data = chunks.Current.Data(file);
            switch (chunks.Current.Type)
            {
                case WebpChunkType.Vp8X when data.Length >= 10:
                    header.IsExtended = true;
                    header.Flags = data[0];
                    header.IsAnimated |= (data[0] & AnimationFlag) != 0;
                    width = 1 + (data[4] | data[5] << 8 | data[6] << 16);
                    height = 1 + (data[7] | data[8] << 8 | data[9] << 16);
                    break;
                case WebpChunkType.Vp8 or WebpChunkType.Vp8L when !hasPicture:
                    var lossless = chunks.Current.Type == WebpChunkType.Vp8L;
                    hasPicture = lossless ? header.ReadLossless(data, ref width, ref height) : header.ReadLossy(data, ref width, ref height);
                    if (!hasPicture)
                    {
                        return null;
                    }
                    break;
                case WebpChunkType.Alph:
                    header.HasAlpha = true;
                    break;
                case WebpChunkType.Anmf:
                    header.IsAnimated = true;
                    frames++;
                    header.ReadFrame(data);
                    break;
                case WebpChunkType.Exif when orientation == 0:
                    orientation = ExifBlock.ReadOrientation(WithoutPrefix(data));
                    break;
            }
        }
        header.Facts = new MediaFacts(width, height, Math.Max(1, frames), Math.Max(1, orientation));
        return chunks.IsCut || width == 0 || height == 0 || !hasPicture && frames == 0 ? null : header;
    }

    /// <summary>EXIF without the prefix that JPEG writers put before it and some WebP writers copy.</summary>
    public static ReadOnlySpan<byte> WithoutPrefix(ReadOnlySpan<byte> exif) => exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif;

    /// <summary>An animation's frame: place, size, duration (16 bytes), then chunks of its own. Of several lossy ones the first tells the quality.</summary>
    private void ReadFrame(ReadOnlySpan<byte> frame)
    {
        for (var at = 16; frame.Length - at >= 8;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(frame[(at + 4)..]);
            if (length > (uint)(frame.Length - at - 8))
            {
                return;
            }
            var data = frame.Slice(at + 8, (int)length);
            switch (BinaryPrimitives.ReadUInt32BigEndian(frame[at..]))
            {
                case WebpChunkType.Vp8L:
                    HasAlpha = true; // it may have; only the encoder's own flag counts after transcoding
                    _losslessFrames++;
                    break;
                case WebpChunkType.Vp8 when data.Length >= 10:
                    Quality = _lossyFrames++ == 0 ? WebpQuality.Estimate(data[10..]) : Quality;
                    break;
                case WebpChunkType.Alph:
                    HasAlpha = true;
                    break;
            }
            at += 8 + (int)length + ((int)length & 1);
        }
        IsLossless = _lossyFrames == 0 && _losslessFrames > 0;
    }

    private bool ReadLossless(ReadOnlySpan<byte> data, ref int width, ref int height)
    {
        if (data.Length < 5 || data[0] != 0x2F)
        {
            return false;
        }
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
        IsLossless = true;
        HasAlpha |= (bits >> 28 & 1) != 0;
        return TrySetSize((int)(bits & 0x3FFF) + 1, (int)(bits >> 14 & 0x3FFF) + 1, ref width, ref height);
    }

    private bool ReadLossy(ReadOnlySpan<byte> data, ref int width, ref int height)
    {
        // frame tag (3), start code, 14 bits each of width and height
        if (data.Length < 10 || (data[0] & 1) != 0 || data[3] != 0x9D || data[4] != 0x01 || data[5] != 0x2A)
        {
            return false;
        }
        Quality = WebpQuality.Estimate(data[10..]);
        return TrySetSize(BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF, ref width, ref height);
    }

    /// <summary>A picture is as large as its canvas (RFC 9649, 2.7): a larger one would go past the caps, which are asked of the canvas.</summary>
    private bool TrySetSize(int pictureWidth, int pictureHeight, ref int width, ref int height)
    {
        if (!IsExtended)
        {
            (width, height) = (pictureWidth, pictureHeight);
        }
        return (width, height) == (pictureWidth, pictureHeight);
    }
}
