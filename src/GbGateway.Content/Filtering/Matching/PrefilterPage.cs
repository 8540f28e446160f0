using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace GbGateway.Content.Filtering;

/// <summary>What is known of up to 64 blocks of a text; one a thread, only in use within a call.</summary>
/// <remarks>
/// The loops that fill and read the arrays do so without bounds checks. They may, because every array has room for what a page of nothing
/// but such characters yields, and a block's worth (64 items) behind it for a vector that begins at the last item.
/// </remarks>
internal sealed class PrefilterPage
{
    internal const int Blocks = 64;

    /// <summary>Blocks it has room for: a rest too small for a page of its own goes with the last one.</summary>
    internal const int MostBlocks = 80;

    /// <summary>Bit 7 of a packed letter: a pattern may begin with it.</summary>
    internal const byte StartFlag = 0x80;

    /// <summary>Places kept; a page with more is scanned without the filter.</summary>
    internal const int MaxStarts = 96;

    /// <summary>Symbols looked at to tell whether a pattern begins; a page that needs more is scanned without the filter, which costs less.</summary>
    internal const int MaxSteps = 1500;

    private const int Room = (MostBlocks + 2) * BlockMasks.Size;

    [ThreadStatic]
    private static PrefilterPage? _ofThread;

    internal static PrefilterPage OfThread => _ofThread ??= new PrefilterPage();

    internal ulong[] LatinMask { get; } = new ulong[MostBlocks];

    /// <summary>The letters packed: without those that only repeat the one before them.</summary>
    internal ulong[] KeptMask { get; } = new ulong[MostBlocks];

    internal ulong[] ChineseMask { get; } = new ulong[MostBlocks];

    internal ulong[] OtherMask { get; } = new ulong[MostBlocks];

    /// <summary>Letters packed before each block.</summary>
    internal int[] LatinBefore { get; } = new int[MostBlocks + 1];

    /// <summary>Codes packed before each block.</summary>
    internal int[] ChineseBefore { get; } = new int[MostBlocks + 1];

    internal byte[] Letters { get; } = new byte[Room];

    // Broken text can have a lead byte at every place.
    internal ushort[] Codes { get; } = new ushort[Room];

    /// <summary>For every window: its word of a table, then what stands there.</summary>
    internal uint[] Words { get; } = new uint[Room];

    /// <summary>For every letter that may begin a pattern: it and the next seven.</summary>
    internal ulong[] Eights { get; } = new ulong[Room];

    /// <summary>The first four letters, and the two behind them; see <see cref="LatinWindows"/>.</summary>
    internal uint[] Fours { get; } = new uint[Room];

    internal uint[] Behind { get; } = new uint[Room];

    /// <summary>Indices of letters that may begin a pattern.</summary>
    internal ushort[] LatinStarts { get; } = new ushort[Room];

    /// <summary>Offsets of characters whose next one is of the other kind.</summary>
    internal ushort[] ChangesFrom { get; } = new ushort[Room];

    /// <summary>Offsets of those next ones.</summary>
    internal ushort[] ChangesTo { get; } = new ushort[Room];

    /// <summary>What a filter let through, by index.</summary>
    internal ushort[] Hits { get; } = new ushort[2 * Room];

    /// <summary>The end of a text, with room behind.</summary>
    internal byte[] Padded { get; } = new byte[3 * BlockMasks.Size];

    internal int[] Starts { get; } = new int[MaxStarts];

    internal int StartCount { get; private set; }

    internal int Steps { get; set; }

    internal int Count { get; private set; }

    internal int Latin { get; set; }

    internal int Chinese { get; set; }

    internal ulong AnyOther { get; private set; }

    /// <summary>The last byte read, in lower case, and whether it's a letter or digit.</summary>
    internal (byte Lower, bool IsLatin) Last { get; set; }

    internal bool HasBoth => Latin > 0 && Chinese > 0;

    internal void Clear()
    {
        Count = Latin = Chinese = StartCount = 0;
        Steps = MaxSteps;
        AnyOther = 0;
        Last = default;
    }

    internal void Close(ulong latin, ulong kept, ulong chinese, ulong other)
    {
        LatinMask[Count] = latin;
        KeptMask[Count] = kept;
        ChineseMask[Count] = chinese;
        OtherMask[Count] = other;
        AnyOther |= other;
        Count++;
        LatinBefore[Count] = Latin;
        ChineseBefore[Count] = Chinese;
    }

    /// <summary>Notes that blocks were read, whose masks and counts are already in place.</summary>
    internal void Close(int blocks, int latin, int chinese, ulong anyOther)
    {
        (Count, Latin, Chinese) = (Count + blocks, latin, chinese);
        AnyOther |= anyOther;
    }

    /// <summary>Zeros behind the last letter and code, so that nothing of an earlier page is taken for what follows them.</summary>
    internal void CloseAll()
    {
        Letters.AsSpan(Latin, BlockMasks.Size).Clear();
        Codes.AsSpan(Chinese, 3).Clear();
    }

    /// <summary>Offset in the page of a packed code; <paramref name="block"/> is where to look first, and stays where it was found.</summary>
    internal int ChineseAt(int index, ref int block) => At(ChineseBefore, ChineseMask, index, ref block);

    /// <summary>Offset in the page of a packed letter.</summary>
    internal int LatinAt(int index, ref int block) => At(LatinBefore, KeptMask, index, ref block);

    /// <summary>Notes a place; false when there are too many.</summary>
    internal bool Add(int start)
    {
        if (StartCount == MaxStarts)
        {
            return false;
        }

        Starts[StartCount++] = start;
        return true;
    }

    private static int At(int[] before, ulong[] masks, int index, ref int block)
    {
        while (before[block + 1] <= index)
        {
            block++;
        }

        while (before[block] > index)
        {
            block--;
        }

        ulong mask = masks[block];
        int skip = index - before[block];
        if (Bmi2.X64.IsSupported)
        {
            return block * BlockMasks.Size + BitOperations.TrailingZeroCount(Bmi2.X64.ParallelBitDeposit(1UL << skip, mask));
        }

        for (; skip > 0; skip--)
        {
            mask &= mask - 1;
        }

        return block * BlockMasks.Size + BitOperations.TrailingZeroCount(mask);
    }
}
