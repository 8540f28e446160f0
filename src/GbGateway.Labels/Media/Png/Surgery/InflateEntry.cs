namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// One entry of an inflate table, 32 bits. Bits 0-5: code bits to drop. Literals: 6-9 bits of the first of them, 10-11 how many (1 or 2),
/// 16-31 their bytes. Lengths and distances: 6-9 extra bits, 16-31 the base. Special: a symbol, or a second table.
/// </summary>
internal static class InflateEntry
{
    public const uint DropMask = 63;
    public const int ExtraShift = 6;
    public const int ExtraMask = 15;
    public const int CountShift = 10;
    public const uint One = 1 << CountShift;
    public const uint Two = 2 << CountShift;
    public const uint Literal = 1 << 12;

    /// <summary>A symbol whose tokens are noted down as they pass (see <see cref="LateSymbols"/>), the end of the block, or nothing valid.</summary>
    public const uint Special = 1 << 15;

    /// <summary>With <see cref="Special"/>: bits 16-31 are the place of a second table, 6-9 its bits.</summary>
    public const uint Second = 1 << 14;

    public const int ValueShift = 16;

    /// <summary>The value of an entry that no code reaches.</summary>
    public const uint Nothing = 0xFFFF;

    public const uint Invalid = Special | Nothing << ValueShift;
}
