using System.Buffers.Binary;

namespace GbGateway.Labels.Media.Png;

/// <summary>Walks the chunks of a PNG up to and with IEND.</summary>
internal ref struct PngChunks
{
    public const int SignatureLength = 8;

    private readonly ReadOnlySpan<byte> _file;
    private int _at;

    public PngChunks(ReadOnlySpan<byte> file)
    {
        _file = file;
        _at = HasSignature(file) ? SignatureLength : -1;
        IsCut = _at < 0;
    }

    public PngChunk Current { get; private set; }

    /// <summary>Whether the walk ended before IEND: the file is malformed or cut short.</summary>
    public bool IsCut { get; private set; }

    public static bool HasSignature(ReadOnlySpan<byte> file) =>
        file is [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..];

    public bool MoveNext()
    {
        if (_at < 0 || IsCut)
        {
            return false;
        }
        var rest = _file.Length - _at;
        var length = rest >= 12 ? BinaryPrimitives.ReadUInt32BigEndian(_file[_at..]) : uint.MaxValue;
        if (rest < 12 || length > (uint)(rest - 12))
        {
            IsCut = true;
            return false;
        }
        Current = new PngChunk(BinaryPrimitives.ReadUInt32BigEndian(_file[(_at + 4)..]), _at, (int)length);
        _at = Current.Type == PngChunkType.Iend ? -1 : Current.End;
        return true;
    }
}
