using System.Buffers.Binary;

namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>What the head of a VP8 key frame says (RFC 6386, 9), and readers over its parts. Reused from picture to picture.</summary>
internal sealed class Vp8Frame
{
    /// <summary>Where the first part begins: behind frame tag, start code and size.</summary>
    public const int HeadLength = 10;

    /// <summary>Longest first part that a frame tag can name, and longest other part.</summary>
    public const int LongestFirst = (1 << 19) - 1, LongestPart = (1 << 24) - 1;

    private const int MostParts = 8;

    private readonly Vp8Steps[] _steps = new Vp8Steps[4];

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Macroblocks a row.</summary>
    public int Columns => (Width + 15) >> 4;

    /// <summary>Rows of macroblocks.</summary>
    public int Rows => (Height + 15) >> 4;

    /// <summary>Whether each macroblock names its segment.</summary>
    public bool NamesSegments { get; private set; }

    /// <summary>Whether each macroblock says if it has no coefficients.</summary>
    public bool NamesSkips { get; private set; }

    public int SkipChance { get; private set; }

    public byte[] SegmentChances { get; } = new byte[3];

    /// <summary>Chances of coefficients: type, band, context, place.</summary>
    public byte[] Chances { get; } = new byte[4 * Vp8Constants.ChancesPerType];

    /// <summary>Parts with coefficients; the rows of macroblocks take turns.</summary>
    public int PartCount { get; private set; }

    /// <summary>The reader of modes, behind the head, then those of coefficients.</summary>
    public BooleanReader[] Readers { get; } = new BooleanReader[1 + MostParts];

    /// <summary>The steps of a segment.</summary>
    public ref readonly Vp8Steps this[int segment] => ref _steps[segment];

    /// <summary>The segment with the finest steps, among those a macroblock can name.</summary>
    public int FinestSegment { get; private set; }

    /// <summary>Reads the head.</summary>
    /// <returns>Why this frame is not understood, or null.</returns>
    public string? Read(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < HeadLength || (frame[0] & 1) != 0 || frame[3] != 0x9D || frame[4] != 0x01 || frame[5] != 0x2A)
        {
            return "no VP8 key frame";
        }
        var tag = frame[0] | frame[1] << 8 | frame[2] << 16;
        if ((tag >> 1 & 7) > 3 || (tag >> 4 & 1) == 0)
        {
            return "a VP8 frame of another version, or one that is not shown";
        }
        Width = BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]) & 0x3FFF;
        Height = BinaryPrimitives.ReadUInt16LittleEndian(frame[8..]) & 0x3FFF;
        var firstEnd = (long)HeadLength + (tag >> 5);
        if (Width == 0 || Height == 0 || firstEnd > frame.Length)
        {
            return "a VP8 frame cut within its first part";
        }
        var reader = new BooleanReader(HeadLength, (int)firstEnd);
        reader.Read(frame, 128); // colour space
        if (reader.Read(frame, 128) != 0)
        {
            return "a VP8 frame that needs no clamping"; // decoders differ in what they do then
        }
        Span<int> quantisers = stackalloc int[4];
        var (hasSegments, isAbsolute) = ReadSegments(frame, ref reader, quantisers);
        ReadFilter(frame, ref reader);
        PartCount = 1 << reader.ReadNumber(frame, 2);
        var index = reader.ReadNumber(frame, 7);
        Span<int> corrections = stackalloc int[5];
        foreach (ref var correction in corrections)
        {
            correction = reader.ReadOptional(frame, 4);
        }
        FinestSegment = 0;
        for (var i = 0; i < 4; i++)
        {
            _steps[i] = Vp8Steps.Of(!hasSegments ? index : isAbsolute ? quantisers[i] : index + quantisers[i], corrections);
            if (NamesSegments && _steps[i].LumaAc < _steps[FinestSegment].LumaAc)
            {
                FinestSegment = i;
            }
        }
        reader.Read(frame, 128); // whether chances outlive the frame
        ReadChances(frame, ref reader);
        Readers[0] = reader;
        return reader.IsBeyond ? "a VP8 frame cut within its head" : OpenParts(frame, (int)firstEnd);
    }

    private (bool HasSegments, bool IsAbsolute) ReadSegments(ReadOnlySpan<byte> frame, ref BooleanReader reader, Span<int> quantisers)
    {
        NamesSegments = false;
        if (reader.Read(frame, 128) == 0)
        {
            return (false, false);
        }
        NamesSegments = reader.Read(frame, 128) != 0;
        var isAbsolute = false;
        if (reader.Read(frame, 128) != 0)
        {
            isAbsolute = reader.Read(frame, 128) != 0;
            foreach (ref var quantiser in quantisers)
            {
                quantiser = reader.ReadOptional(frame, 7);
            }
            for (var i = 0; i < 4; i++)
            {
                reader.ReadOptional(frame, 6); // filter strength
            }
        }
        for (var i = 0; NamesSegments && i < 3; i++)
        {
            SegmentChances[i] = reader.Read(frame, 128) != 0 ? (byte)reader.ReadNumber(frame, 8) : (byte)255;
        }
        return (true, isAbsolute);
    }

    private static void ReadFilter(ReadOnlySpan<byte> frame, ref BooleanReader reader)
    {
        reader.ReadNumber(frame, 1 + 6 + 3); // kind, level, sharpness
        if (reader.Read(frame, 128) != 0 && reader.Read(frame, 128) != 0)
        {
            for (var i = 0; i < 8; i++)
            {
                reader.ReadOptional(frame, 6);
            }
        }
    }

    private void ReadChances(ReadOnlySpan<byte> frame, ref BooleanReader reader)
    {
        var updates = Vp8Constants.UpdateChances;
        for (var i = 0; i < Chances.Length; i++)
        {
            Chances[i] = reader.Read(frame, updates[i]) != 0 ? (byte)reader.ReadNumber(frame, 8) : Vp8Constants.DefaultChances[i];
        }
        NamesSkips = reader.Read(frame, 128) != 0;
        SkipChance = NamesSkips ? reader.ReadNumber(frame, 8) : 0;
    }

    private string? OpenParts(ReadOnlySpan<byte> frame, int sizes)
    {
        long at = sizes + 3L * (PartCount - 1);
        for (var i = 0; i < PartCount; i++)
        {
            if (at >= frame.Length)
            {
                return "a VP8 frame cut within its parts";
            }
            var size = i == PartCount - 1 ? frame.Length - at : frame[sizes + 3 * i] | frame[sizes + 3 * i + 1] << 8 | frame[sizes + 3 * i + 2] << 16;
            if (size == 0 || size > frame.Length - at || frame[(int)at] == 0xFF)
            {
                return "a VP8 part that is empty, cut, or that no encoder writes";
            }
            Readers[1 + i] = new BooleanReader((int)at, (int)(at + size));
            at += size;
        }
        return frame[HeadLength] == 0xFF ? "a VP8 part that no encoder writes" : null;
    }
}
