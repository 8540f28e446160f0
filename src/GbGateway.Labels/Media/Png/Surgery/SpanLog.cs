namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>What the inflater notes for the recoder: blocks, changed spans, late tokens. Grow-only; bounded by the label's rows.</summary>
internal sealed class SpanLog
{
    /// <summary>Blocks within the label's rows; at 4096 by 4096 some 150 are usual.</summary>
    public const int MaxBlocks = 1 << 14;

    /// <summary>Changed spans, and late tokens, within the label's rows.</summary>
    public const int MaxNotes = 1 << 22;

    private DeflateBlock[] _blocks = new DeflateBlock[64];
    private byte[] _lengths = new byte[64 * DeflateFacts.BlockCodes];
    private ChangedSpan[] _spans = new ChangedSpan[1024];
    private ulong[] _late = new ulong[4096];

    public int Blocks { get; private set; }

    public int Spans { get; private set; }

    public int LateTokens { get; private set; }

    /// <summary>Memory held, in bytes.</summary>
    public long Capacity => (long)_blocks.Length * (56 + DeflateFacts.BlockCodes) + _spans.Length * 32L + _late.Length * 8L;

    public ref DeflateBlock Block(int index) => ref _blocks[index];

    public ref readonly ChangedSpan Span(int index) => ref _spans[index];

    /// <summary>Code lengths of a block: literals, then distances.</summary>
    public Span<byte> Lengths(int block) => _lengths.AsSpan(block * DeflateFacts.BlockCodes, DeflateFacts.BlockCodes);

    /// <summary>Late tokens as <c>bit &lt;&lt; 9 | symbol</c>, in the order of the stream.</summary>
    public ReadOnlySpan<ulong> Late => _late.AsSpan(0, LateTokens);

    public void Clear() => (Blocks, Spans, LateTokens) = (0, 0, 0);

    public bool TryAddBlock(long headerBit)
    {
        if (Spans == 0)
        {
            (Blocks, LateTokens) = (0, 0); // nothing changed so far: what passed stays as it is
        }
        if (Blocks == MaxBlocks)
        {
            return false;
        }
        if (Blocks == _blocks.Length)
        {
            Array.Resize(ref _blocks, Blocks * 2);
            Array.Resize(ref _lengths, Blocks * 2 * DeflateFacts.BlockCodes);
        }
        _blocks[Blocks++] = new DeflateBlock { HeaderBit = headerBit, FirstSpan = Spans, FirstLate = LateTokens };
        return true;
    }

    public bool TryAddSpan(long start, long end, long bitStart, long bitEnd)
    {
        if (Spans > 0)
        {
            ref var last = ref _spans[Spans - 1];
            if (last.Block == Blocks - 1 && last.BitEnd == bitStart)
            {
                last.BitEnd = bitEnd;
                last.Length = (int)(end - last.Start);
                return true;
            }
        }
        if (Spans == MaxNotes)
        {
            return false;
        }
        if (Spans == _spans.Length)
        {
            Array.Resize(ref _spans, Spans * 2);
        }
        _spans[Spans++] = new ChangedSpan { Start = start, Length = (int)(end - start), BitStart = bitStart, BitEnd = bitEnd, Block = Blocks - 1 };
        return true;
    }

    public bool TryAddLate(long bit, uint symbol)
    {
        if (LateTokens == _late.Length)
        {
            if (LateTokens >= MaxNotes)
            {
                return false;
            }
            Array.Resize(ref _late, LateTokens * 2);
        }
        _late[LateTokens++] = (ulong)bit << 9 | symbol;
        return true;
    }
}
