using System.Buffers.Binary;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>Walks the chunks before the picture data. Resumable: asked again with more of the same bytes, it goes on where it stopped.</summary>
internal struct PngHeadReader
{
    private int _at;

    /// <summary>The picture's shape, once <see cref="PngLayout.HeadLength"/> bytes were there.</summary>
    public PngLayout Layout { get; private set; }

    /// <summary>Place of the first IDAT chunk, once read.</summary>
    public int FirstIdat { get; private set; }

    /// <summary>The data of PLTE, if there is one.</summary>
    public (int Start, int Length) Palette { get; private set; }

    /// <summary>The data of tRNS, if there is one.</summary>
    public (int Start, int Length) Transparency { get; private set; }

    /// <summary>Reads on.</summary>
    /// <param name="bytes">The file from its first byte.</param>
    /// <param name="reason">Why the file is refused.</param>
    public PngStep Read(ReadOnlySpan<byte> bytes, out string reason)
    {
        reason = "";
        if (_at == 0)
        {
            if (bytes.Length < PngLayout.HeadLength)
            {
                return PngStep.NeedsMore;
            }
            if (!PngLayout.TryRead(bytes, out var layout, out reason))
            {
                return PngStep.Refused;
            }
            (Layout, _at) = (layout, PngLayout.HeadLength);
        }
        while (bytes.Length - _at >= 8)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[_at..]);
            var type = bytes.Slice(_at + 4, 4);
            if (type.SequenceEqual("IDAT"u8))
            {
                FirstIdat = _at;
                return PngStep.NeedsOrder;
            }
            reason = SurgeryChunks.FindFault(type, length);
            reason = reason.Length == 0 && type.SequenceEqual("IEND"u8) ? "no picture data" : reason;
            if (reason.Length != 0)
            {
                return PngStep.Refused;
            }
            if ((uint)(bytes.Length - _at) < length + 12)
            {
                return PngStep.NeedsMore;
            }
            if (type.SequenceEqual("PLTE"u8))
            {
                Palette = (_at + 8, (int)length);
            }
            else if (type.SequenceEqual("tRNS"u8))
            {
                Transparency = (_at + 8, (int)length);
            }
            _at += (int)length + 12;
        }
        return PngStep.NeedsMore;
    }
}
