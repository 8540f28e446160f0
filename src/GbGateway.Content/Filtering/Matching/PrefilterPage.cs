using System.Numerics;

namespace GbGateway.Content.Filtering;

/// <summary>What is known of up to 64 blocks of a text; one a thread, only in use within a call.</summary>
internal sealed class PrefilterPage
{
    internal const int Blocks = 64;

    /// <summary>Places kept; a page with more is scanned without the filter.</summary>
    internal const int MaxStarts = 96;

    [ThreadStatic]
    private static PrefilterPage? _ofThread;

    internal static PrefilterPage OfThread => _ofThread ??= new PrefilterPage();

    internal ulong[] LatinMask { get; } = new ulong[Blocks];

    internal ulong[] DigitMask { get; } = new ulong[Blocks];

    internal ulong[] ChineseMask { get; } = new ulong[Blocks];

    internal ulong[] OtherMask { get; } = new ulong[Blocks];

    /// <summary>Letters packed before each block.</summary>
    internal int[] LatinBefore { get; } = new int[Blocks + 1];

    /// <summary>Codes packed before each block.</summary>
    internal int[] ChineseBefore { get; } = new int[Blocks + 1];

    internal byte[] Letters { get; } = new byte[(Blocks + 1) * BlockMasks.Size];

    // Broken text can have a lead byte at every place.
    internal ushort[] Codes { get; } = new ushort[(Blocks + 1) * BlockMasks.Size];

    internal byte[] Lows { get; } = new byte[BlockMasks.Size];

    internal byte[] Highs { get; } = new byte[BlockMasks.Size];

    /// <summary>The end of a text, with room behind.</summary>
    internal byte[] Padded { get; } = new byte[3 * BlockMasks.Size];

    internal int[] Starts { get; } = new int[MaxStarts];

    internal int StartCount { get; set; }

    internal int Count { get; private set; }

    internal int Latin { get; set; }

    internal int Chinese { get; set; }

    internal ulong AnyOther { get; private set; }

    internal bool HasBoth => Latin > 0 && Chinese > 0;

    internal void Clear()
    {
        Count = Latin = Chinese = StartCount = 0;
        AnyOther = 0;
    }

    internal void Close(ulong latin, ulong digits, ulong chinese, ulong other)
    {
        LatinMask[Count] = latin;
        DigitMask[Count] = digits;
        ChineseMask[Count] = chinese;
        OtherMask[Count] = other;
        AnyOther |= other;
        Count++;
        LatinBefore[Count] = Latin;
        ChineseBefore[Count] = Chinese;
    }

    /// <summary>Offset in the page of a packed code; <paramref name="block"/> is where to look first, and stays where it was found.</summary>
    internal int ChineseAt(int index, ref int block)
    {
        while (ChineseBefore[block + 1] <= index)
        {
            block++;
        }

        while (ChineseBefore[block] > index)
        {
            block--;
        }

        ulong mask = ChineseMask[block];
        for (int skip = index - ChineseBefore[block]; skip > 0; skip--)
        {
            mask &= mask - 1;
        }

        return block * BlockMasks.Size + BitOperations.TrailingZeroCount(mask);
    }

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
}
