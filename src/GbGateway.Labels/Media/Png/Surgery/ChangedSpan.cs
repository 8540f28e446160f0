namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>A run of tokens that write, or copy from, bytes that may change; their bits are replaced by literals of the new bytes.</summary>
internal struct ChangedSpan
{
    public long Start;
    public long BitStart;
    public long BitEnd;
    public int Length;
    public int Block;
}
