namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// Chunks to leave out of the copy, each named by its type and, where that is not enough, the first bytes of its data: <c>caBX</c>, or
/// <c>iTXtXML:com.adobe.xmp\0</c>. Data only, so that it can be shared and asked at any cut of a stream. <c>iDOT</c>, which holds offsets
/// that no longer fit, is always left out.
/// </summary>
public sealed class PngDrops
{
    /// <summary>Longest pattern, type included, in bytes.</summary>
    public const int MaxPattern = 64;

    private readonly byte[][] _patterns;

    /// <summary>Makes a set of patterns of 4 to <see cref="MaxPattern"/> bytes.</summary>
    public PngDrops(params IEnumerable<byte[]> patterns)
    {
        _patterns = ["iDOT"u8.ToArray(), .. patterns];
        foreach (var pattern in _patterns)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(pattern.Length, 4, nameof(patterns));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(pattern.Length, MaxPattern, nameof(patterns));
        }
    }

    /// <summary>Nothing but <c>iDOT</c>.</summary>
    public static PngDrops None { get; } = new();

    /// <summary>Bytes of a chunk, type included, that are needed to tell: 4 if the type alone tells.</summary>
    internal int BytesNeeded(ReadOnlySpan<byte> type)
    {
        var needed = 4;
        foreach (var pattern in _patterns)
        {
            needed = pattern.AsSpan(0, 4).SequenceEqual(type) ? Math.Max(needed, pattern.Length) : needed;
        }
        return needed;
    }

    /// <summary>Whether a chunk that begins like this is left out; critical chunks never are.</summary>
    internal bool Contain(ReadOnlySpan<byte> typeAndData)
    {
        foreach (var pattern in _patterns)
        {
            if (typeAndData.StartsWith(pattern))
            {
                return (typeAndData[0] & 0x20) != 0;
            }
        }
        return false;
    }
}
