namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>Reads and writes the modes of macroblocks (RFC 6386, 11): each way with its own memory of the modes around.</summary>
internal sealed class Vp8ModeCoder
{
    private Vp8Mode[] _above = [];
    private readonly Vp8Mode[] _left = new Vp8Mode[4];
    private int _columns;

    /// <summary>Whether another coder remembers the same of the row above.</summary>
    public bool Matches(Vp8ModeCoder other) => Above.SequenceEqual(other.Above);

    private Span<Vp8Mode> Above => _above.AsSpan(0, 4 * _columns);

    /// <summary>Begins a frame.</summary>
    public void Begin(int columns)
    {
        _columns = columns;
        if (_above.Length < 4 * columns)
        {
            _above = new Vp8Mode[4 * columns];
        }
        Above.Clear();
    }

    /// <summary>Begins a row.</summary>
    public void BeginRow() => _left.AsSpan().Clear();

    /// <summary>Reads one macroblock's modes.</summary>
    public void Read(ReadOnlySpan<byte> bytes, ref BooleanReader reader, Vp8Frame frame, int column, Vp8Macroblock block)
    {
        block.Segment = !frame.NamesSegments ? 0
            : reader.Read(bytes, frame.SegmentChances[0]) == 0 ? reader.Read(bytes, frame.SegmentChances[1])
            : 2 + reader.Read(bytes, frame.SegmentChances[2]);
        block.IsSkipped = frame.NamesSkips && reader.Read(bytes, frame.SkipChance) != 0;
        block.HasSmallModes = reader.Read(bytes, 145) == 0;
        if (block.HasSmallModes)
        {
            for (var i = 0; i < 16; i++)
            {
                block.SmallModes[i] = ReadSmall(bytes, ref reader, ChancesAt(column, i));
                Note(column, i, block.SmallModes[i]);
            }
        }
        else
        {
            block.LumaMode = reader.Read(bytes, 156) != 0
                ? reader.Read(bytes, 128) != 0 ? Vp8Mode.TrueMotion : Vp8Mode.Horizontal
                : reader.Read(bytes, 163) != 0 ? Vp8Mode.Vertical : Vp8Mode.Dc;
            NoteWhole(column, block.LumaMode);
        }
        block.ChromaMode = reader.Read(bytes, 142) == 0 ? Vp8Mode.Dc
            : reader.Read(bytes, 114) == 0 ? Vp8Mode.Vertical
            : reader.Read(bytes, 183) != 0 ? Vp8Mode.TrueMotion : Vp8Mode.Horizontal;
    }

    /// <summary>Writes one macroblock's modes; without a writer it only remembers them.</summary>
    public void Write(BooleanWriter? writer, Vp8Frame frame, int column, Vp8Macroblock block)
    {
        if (writer is not null)
        {
            WriteHead(writer, frame, block);
        }
        if (block.HasSmallModes)
        {
            for (var i = 0; i < 16; i++)
            {
                if (writer is not null)
                {
                    WriteSmall(writer, block.SmallModes[i], ChancesAt(column, i));
                }
                Note(column, i, block.SmallModes[i]);
            }
        }
        else
        {
            NoteWhole(column, block.LumaMode);
        }
        if (writer is not null)
        {
            WriteTail(writer, block);
        }
    }

    private static void WriteHead(BooleanWriter writer, Vp8Frame frame, Vp8Macroblock block)
    {
        if (frame.NamesSegments)
        {
            writer.Write(block.Segment >= 2, frame.SegmentChances[0]);
            writer.Write((block.Segment & 1) != 0, frame.SegmentChances[block.Segment >= 2 ? 2 : 1]);
        }
        if (frame.NamesSkips)
        {
            writer.Write(block.IsSkipped, frame.SkipChance);
        }
        writer.Write(!block.HasSmallModes, 145);
        if (!block.HasSmallModes)
        {
            var isLate = block.LumaMode is Vp8Mode.TrueMotion or Vp8Mode.Horizontal;
            writer.Write(isLate, 156);
            writer.Write(isLate ? block.LumaMode == Vp8Mode.TrueMotion : block.LumaMode == Vp8Mode.Vertical, isLate ? 128 : 163);
        }
    }

    private static void WriteTail(BooleanWriter writer, Vp8Macroblock block)
    {
        writer.Write(block.ChromaMode != Vp8Mode.Dc, 142);
        if (block.ChromaMode != Vp8Mode.Dc)
        {
            writer.Write(block.ChromaMode != Vp8Mode.Vertical, 114);
            if (block.ChromaMode != Vp8Mode.Vertical)
            {
                writer.Write(block.ChromaMode == Vp8Mode.TrueMotion, 183);
            }
        }
    }

    private ReadOnlySpan<byte> ChancesAt(int column, int index)
    {
        var above = (int)_above[4 * column + (index & 3)];
        return Vp8Constants.SmallModeChances.Slice((10 * above + (int)_left[index >> 2]) * 9, 9);
    }

    private void Note(int column, int index, Vp8Mode mode) => _above[4 * column + (index & 3)] = _left[index >> 2] = mode;

    private void NoteWhole(int column, Vp8Mode mode)
    {
        _above.AsSpan(4 * column, 4).Fill(mode);
        _left.AsSpan().Fill(mode);
    }

    private static Vp8Mode ReadSmall(ReadOnlySpan<byte> bytes, ref BooleanReader reader, ReadOnlySpan<byte> chances)
    {
        if (reader.Read(bytes, chances[0]) == 0) { return Vp8Mode.Dc; }
        if (reader.Read(bytes, chances[1]) == 0) { return Vp8Mode.TrueMotion; }
        if (reader.Read(bytes, chances[2]) == 0) { return Vp8Mode.Vertical; }
        if (reader.Read(bytes, chances[3]) == 0)
        {
            return reader.Read(bytes, chances[4]) == 0 ? Vp8Mode.Horizontal
                : reader.Read(bytes, chances[5]) == 0 ? Vp8Mode.RightDown : Vp8Mode.VerticalRight;
        }
        return reader.Read(bytes, chances[6]) == 0 ? Vp8Mode.LeftDown
            : reader.Read(bytes, chances[7]) == 0 ? Vp8Mode.VerticalLeft
            : reader.Read(bytes, chances[8]) == 0 ? Vp8Mode.HorizontalDown : Vp8Mode.HorizontalUp;
    }

    // Each mode's way through the tree: places, and what is said there.
    private static void WriteSmall(BooleanWriter writer, Vp8Mode mode, ReadOnlySpan<byte> chances)
    {
        ReadOnlySpan<byte> places = mode switch
        {
            Vp8Mode.Dc => [0],
            Vp8Mode.TrueMotion => [0, 1],
            Vp8Mode.Vertical => [0, 1, 2],
            Vp8Mode.Horizontal => [0, 1, 2, 3, 4],
            Vp8Mode.RightDown or Vp8Mode.VerticalRight => [0, 1, 2, 3, 4, 5],
            Vp8Mode.LeftDown => [0, 1, 2, 3, 6],
            Vp8Mode.VerticalLeft => [0, 1, 2, 3, 6, 7],
            _ => [0, 1, 2, 3, 6, 7, 8],
        };
        // At all places but the last, and but place 3 on the way to 4, the way goes on by a true.
        for (var i = 0; i < places.Length; i++)
        {
            var isLast = i == places.Length - 1;
            var bit = isLast ? mode is Vp8Mode.VerticalRight or Vp8Mode.HorizontalUp
                : places[i] != 3 || places[i + 1] == 6;
            writer.Write(bit, chances[places[i]]);
        }
    }
}
