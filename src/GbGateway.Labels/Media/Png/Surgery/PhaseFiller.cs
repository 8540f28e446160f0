namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// Empty deflate blocks that move the bit phase: the fixed one is 10 bits (2 beyond a byte), a dynamic one of 91 bits is odd. So every
/// phase is reached within 16 bytes and the rest of the stream keeps its bytes.
/// </summary>
internal static class PhaseFiller
{
    /// <summary>Puts fillers until the writer's position is <paramref name="phase"/> modulo 8.</summary>
    public static void Fill(ref BitWriter writer, int phase)
    {
        if (((writer.Position ^ phase) & 1) != 0)
        {
            PutOdd(ref writer);
        }
        while ((writer.Position & 7) != phase)
        {
            writer.Put(0b010, 10);
        }
    }

    /// <summary>
    /// BTYPE 10, HLIT 257, HDIST 1, HCLEN 18; code length symbols 18 and 1 of one bit each; 255 zeros as runs of 138 and 117; then
    /// lengths of 1 for literal 255, the end and one distance; and the end.
    /// </summary>
    private static void PutOdd(ref BitWriter writer)
    {
        writer.Put(0b100, 3);
        writer.Put(14 << 10, 14);
        for (var i = 0; i < 18; i++)
        {
            writer.Put(DeflateFacts.CodeLengthOrder[i] is 18 or 1 ? 1u : 0u, 3);
        }
        writer.Put(1 | 127 << 1, 8);
        writer.Put(1 | 106 << 1, 8);
        writer.Put(0, 3);
        writer.Put(1, 1);
    }
}
