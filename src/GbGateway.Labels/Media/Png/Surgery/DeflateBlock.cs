namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>Where one deflate block lies. Bits are counted from the zlib stream's start.</summary>
internal struct DeflateBlock
{
    public long HeaderBit;
    public long BodyBit;

    /// <summary>Start of the end-of-block code, or of what follows a stored block; only of blocks that were read to their end.</summary>
    public long EndOfBlockBit;

    /// <summary>Start of the next block; only of blocks that were read to their end.</summary>
    public long EndBit;

    public int FirstSpan;
    public int FirstLate;
    public int StoredLength;
    public byte Type;
    public bool Final;
}
