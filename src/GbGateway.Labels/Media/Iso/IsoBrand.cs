namespace GbGateway.Labels.Media.Iso;

/// <summary>The brands at the head of a HEIF file: the major one and the first compatible ones.</summary>
internal static class IsoBrand
{
    /// <summary>Whether the file is branded with one of <paramref name="brands"/>, four bytes each.</summary>
    public static bool Has(ReadOnlySpan<byte> head, ReadOnlySpan<byte> brands)
    {
        if (head.Length < 12 || !head[4..].StartsWith("ftyp"u8))
        {
            return false;
        }
        for (var at = 8; at + 4 <= head.Length; at += at == 8 ? 8 : 4)
        {
            for (var i = 0; i < brands.Length; i += 4)
            {
                if (head.Slice(at, 4).SequenceEqual(brands.Slice(i, 4)))
                {
                    return true;
                }
            }
        }
        return false;
    }
}
