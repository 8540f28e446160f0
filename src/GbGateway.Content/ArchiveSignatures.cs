namespace GbGateway.Content;

/// <summary>Tells archives by their first bytes: generated pictures are packed too, and documents of office programs are archives.</summary>
internal static class ArchiveSignatures
{
    /// <summary>Whether a body begins as an archive or a compressed file does.</summary>
    public static bool Match(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[(byte)'P', (byte)'K', 3, 4]) // ZIP
        || head.StartsWith((ReadOnlySpan<byte>)[(byte)'P', (byte)'K', 5, 6]) // an empty one
        || head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 8]) // gzip, as a file
        || head.StartsWith((ReadOnlySpan<byte>)[(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C])
        || head.StartsWith("Rar!\x1A\a"u8)
        || head.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0])
        || head.StartsWith("BZh"u8)
        || head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]); // Zstandard
}
