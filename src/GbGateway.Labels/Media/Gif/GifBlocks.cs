using System.Buffers.Binary;

namespace GbGateway.Labels.Media.Gif;

/// <summary>Walks the blocks of a GIF (version 89a, specification of 1990) up to its trailer.</summary>
internal ref struct GifBlocks
{
    private const int HeaderLength = 13;
    private const byte ExtensionIntroducer = 0x21, ImageSeparator = 0x2C, Trailer = 0x3B;

    private readonly ReadOnlySpan<byte> _file;
    private int _at;

    public GifBlocks(ReadOnlySpan<byte> file)
    {
        _file = file;
        IsCut = !Is(file) || file.Length < HeaderLength;
        Width = IsCut ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(file[6..]);
        Height = IsCut ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(file[8..]);
        HeadEnd = IsCut ? 0 : HeaderLength + TableLength(file[10]);
        IsCut |= HeadEnd > file.Length;
        _at = HeadEnd;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>One past the global colour table.</summary>
    public int HeadEnd { get; }

    public GifBlock Current { get; private set; }

    /// <summary>Whether the walk ended before the trailer: the file is malformed or cut short.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Where the trailer stands, once the walk is over.</summary>
    public readonly int TrailerStart => _at;

    public static bool Is(ReadOnlySpan<byte> head) => head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8);

    public bool MoveNext()
    {
        if (IsCut || (_at < _file.Length && _file[_at] == Trailer))
        {
            return false;
        }
        var ok = _file.Length - _at >= 2 && (_file[_at] switch
        {
            ExtensionIntroducer => ReadExtension(),
            ImageSeparator => ReadImage(),
            _ => false,
        });
        IsCut = !ok;
        _at = ok ? Current.End : _at;
        return ok;
    }

    /// <summary>One past the sub-blocks that begin at <paramref name="at"/>, their terminator included; -1 if they don't end.</summary>
    public static int SkipSubBlocks(ReadOnlySpan<byte> file, int at)
    {
        while (at < file.Length)
        {
            var length = file[at];
            at += 1 + length;
            if (length == 0)
            {
                return at;
            }
        }
        return -1;
    }

    private static int TableLength(byte flags) => (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;

    private bool ReadImage()
    {
        // separator, left, top, width, height (2 each), flags; local colours; the code size; sub-blocks
        if (_file.Length - _at < 11)
        {
            return false;
        }
        var data = _at + 10 + TableLength(_file[_at + 9]);
        return Set(GifBlockKind.Image, data, data + 1);
    }

    private bool ReadExtension()
    {
        var data = _at + 2;
        var kind = _file[_at + 1] switch
        {
            0xF9 => GifBlockKind.GraphicControl,
            0xFE => GifBlockKind.Comment,
            0x01 => GifBlockKind.PlainText,
            0xFF => KindOf(_file[data..]),
            _ => GifBlockKind.OtherExtension,
        };
        return Set(kind, data, data);
    }

    private static GifBlockKind KindOf(ReadOnlySpan<byte> block)
    {
        if (block.Length < 12 || block[0] != 11)
        {
            return GifBlockKind.OtherApplication;
        }
        var name = block.Slice(1, 11);
        return name.SequenceEqual("XMP DataXMP"u8) ? GifBlockKind.Xmp
            : name.SequenceEqual("NETSCAPE2.0"u8) || name.SequenceEqual("ANIMEXTS1.0"u8) ? GifBlockKind.Loop
            : name.StartsWith("C2PA_GIF"u8) ? GifBlockKind.Manifest
            : GifBlockKind.OtherApplication;
    }

    private bool Set(GifBlockKind kind, int dataStart, int subBlocks)
    {
        var end = subBlocks <= _file.Length ? SkipSubBlocks(_file, subBlocks) : -1;
        Current = new GifBlock(kind, _at, dataStart, end);
        return end >= 0;
    }
}
