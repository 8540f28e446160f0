using System.Buffers.Binary;

namespace GbGateway.Labels.Explicit;

/// <summary>The tables of a font file, by their tags; of a collection's first font.</summary>
internal readonly struct FontTables
{
    private const uint TrueType = 0x00010000, OldTrueType = 0x74727565, OpenType = 0x4F54544F, Collection = 0x74746366;

    private readonly FontBytes _file;
    private readonly long _directory;

    public FontTables(ReadOnlyMemory<byte> file)
    {
        _file = new FontBytes(file);
        _directory = _file.U32(0) == Collection ? _file.U32(12) : 0;
    }

    public bool IsFont => _file.U32(_directory) is TrueType or OldTrueType or OpenType;

    /// <summary>The table of a tag; empty if there is none.</summary>
    public FontBytes this[ReadOnlySpan<byte> tag]
    {
        get
        {
            for (var i = 0; i < _file.U16(_directory + 4); i++)
            {
                var entry = _directory + 12 + 16L * i;
                if (_file.U32(entry) == BinaryPrimitives.ReadUInt32BigEndian(tag))
                {
                    return _file.Slice(_file.U32(entry + 8), _file.U32(entry + 12));
                }
            }
            return default;
        }
    }
}
