namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>Reads and writes the levels of macroblocks (RFC 6386, 13): each way with its own memory of which blocks around had any.</summary>
internal sealed class Vp8LevelCoder
{
    // For each column: 4 flags of luma, 2 of each chroma, 1 of the second order.
    private const int Flags = 9, Second = 8;

    private byte[] _above = [];
    private readonly byte[] _left = new byte[Flags];
    private int _columns;

    /// <summary>Whether another coder remembers the same of the row above.</summary>
    public bool Matches(Vp8LevelCoder other) => Above.SequenceEqual(other.Above);

    private Span<byte> Above => _above.AsSpan(0, Flags * _columns);

    /// <summary>Begins a frame.</summary>
    public void Begin(int columns)
    {
        _columns = columns;
        if (_above.Length < Flags * columns)
        {
            _above = new byte[Flags * columns];
        }
        Above.Clear();
    }

    /// <summary>Begins a row.</summary>
    public void BeginRow() => _left.AsSpan().Clear();

    /// <summary>Reads one macroblock's levels.</summary>
    public void Read(ReadOnlySpan<byte> bytes, ref BooleanReader reader, Vp8Frame frame, int column, Vp8Macroblock block)
    {
        block.ClearLevels();
        if (block.IsSkipped)
        {
            Forget(column, block.HasSmallModes);
            return;
        }
        var above = _above.AsSpan(Flags * column, Flags);
        var (first, type) = (0, 3);
        if (!block.HasSmallModes)
        {
            var end = ReadBlock(bytes, ref reader, ChancesOf(frame, 1), above[Second] + _left[Second], 0, block.Levels.AsSpan(16 * Vp8Macroblock.Second, 16));
            block.Ends[Vp8Macroblock.Second] = (byte)end;
            above[Second] = _left[Second] = end > 0 ? (byte)1 : (byte)0;
            (first, type) = (1, 0);
        }
        for (var i = 0; i < 24; i++)
        {
            var (across, down) = Neighbours(i);
            var isLuma = i < 16;
            var end = ReadBlock(bytes, ref reader, ChancesOf(frame, isLuma ? type : 2), above[across] + _left[down], isLuma ? first : 0, block.Levels.AsSpan(16 * i, 16));
            block.Ends[i] = (byte)end;
            above[across] = _left[down] = end > (isLuma ? first : 0) ? (byte)1 : (byte)0;
        }
    }

    /// <summary>Writes one macroblock's levels; without a writer it only remembers them.</summary>
    public void Write(BooleanWriter? writer, Vp8Frame frame, int column, Vp8Macroblock block)
    {
        if (block.IsSkipped)
        {
            Forget(column, block.HasSmallModes);
            return;
        }
        var above = _above.AsSpan(Flags * column, Flags);
        var (first, type) = (0, 3);
        if (!block.HasSmallModes)
        {
            int end = block.Ends[Vp8Macroblock.Second];
            if (writer is not null)
            {
                WriteBlock(writer, ChancesOf(frame, 1), above[Second] + _left[Second], 0, end, block.Levels.AsSpan(16 * Vp8Macroblock.Second, 16));
            }
            above[Second] = _left[Second] = end > 0 ? (byte)1 : (byte)0;
            (first, type) = (1, 0);
        }
        for (var i = 0; i < 24; i++)
        {
            var (across, down) = Neighbours(i);
            var isLuma = i < 16;
            int end = block.Ends[i];
            if (writer is not null)
            {
                WriteBlock(writer, ChancesOf(frame, isLuma ? type : 2), above[across] + _left[down], isLuma ? first : 0, end, block.Levels.AsSpan(16 * i, 16));
            }
            above[across] = _left[down] = end > (isLuma ? first : 0) ? (byte)1 : (byte)0;
        }
    }

    private void Forget(int column, bool keepsSecond)
    {
        var above = _above.AsSpan(Flags * column, Flags);
        above[..Second].Clear();
        _left.AsSpan(0, Second).Clear();
        if (!keepsSecond)
        {
            above[Second] = _left[Second] = 0;
        }
    }

    private static ReadOnlySpan<byte> ChancesOf(Vp8Frame frame, int type) => frame.Chances.AsSpan(type * Vp8Constants.ChancesPerType, Vp8Constants.ChancesPerType);

    private static (int Across, int Down) Neighbours(int block) => block < 16
        ? (block & 3, block >> 2)
        : (4 + ((block - 16) >> 2) * 2 + (block & 1), 4 + ((block - 16) >> 2) * 2 + (block >> 1 & 1));

    private static ReadOnlySpan<byte> ChancesAt(ReadOnlySpan<byte> type, int place, int context) =>
        type.Slice((Vp8Constants.Bands[place] * 3 + context) * 11, 11);

    private static int ReadBlock(ReadOnlySpan<byte> bytes, ref BooleanReader reader, ReadOnlySpan<byte> type, int context, int first, Span<short> levels)
    {
        var chances = ChancesAt(type, first, context);
        for (var place = first; place < 16;)
        {
            if (reader.Read(bytes, chances[0]) == 0)
            {
                return place;
            }
            while (reader.Read(bytes, chances[1]) == 0)
            {
                chances = ChancesAt(type, ++place, 0);
                if (place == 16)
                {
                    return 16;
                }
            }
            var isOne = reader.Read(bytes, chances[2]) == 0;
            var level = isOne ? 1 : ReadLarge(bytes, ref reader, chances);
            levels[place++] = (short)(reader.Read(bytes, 128) != 0 ? -level : level);
            chances = ChancesAt(type, place, isOne ? 1 : 2);
        }
        return 16;
    }

    private static int ReadLarge(ReadOnlySpan<byte> bytes, ref BooleanReader reader, ReadOnlySpan<byte> chances)
    {
        if (reader.Read(bytes, chances[3]) == 0)
        {
            return reader.Read(bytes, chances[4]) == 0 ? 2 : 3 + reader.Read(bytes, chances[5]);
        }
        if (reader.Read(bytes, chances[6]) == 0)
        {
            if (reader.Read(bytes, chances[7]) == 0)
            {
                return 5 + reader.Read(bytes, 159);
            }
            var two = 2 * reader.Read(bytes, 165);
            return 7 + two + reader.Read(bytes, 145);
        }
        var high = reader.Read(bytes, chances[8]);
        var category = 2 * high + reader.Read(bytes, chances[9 + high]);
        var extra = 0;
        foreach (var chance in Vp8Constants.LongCategory(category))
        {
            extra = 2 * extra + reader.Read(bytes, chance);
        }
        return extra + 3 + (8 << category);
    }

    private static void WriteBlock(BooleanWriter writer, ReadOnlySpan<byte> type, int context, int first, int end, ReadOnlySpan<short> levels)
    {
        var chances = ChancesAt(type, first, context);
        for (var place = first; place < 16;)
        {
            writer.Write(place < end, chances[0]);
            if (place >= end)
            {
                return;
            }
            while (levels[place] == 0)
            {
                writer.Write(false, chances[1]);
                chances = ChancesAt(type, ++place, 0);
                if (place == 16)
                {
                    return;
                }
            }
            writer.Write(true, chances[1]);
            int level = levels[place++];
            WriteSize(writer, Math.Abs(level), chances);
            writer.Write(level < 0, 128);
            chances = ChancesAt(type, place, level is 1 or -1 ? 1 : 2);
        }
    }

    private static void WriteSize(BooleanWriter writer, int size, ReadOnlySpan<byte> chances)
    {
        writer.Write(size > 1, chances[2]);
        if (size == 1)
        {
            return;
        }
        writer.Write(size > 4, chances[3]);
        if (size <= 4)
        {
            writer.Write(size > 2, chances[4]);
            if (size > 2)
            {
                writer.Write(size > 3, chances[5]);
            }
            return;
        }
        writer.Write(size > 10, chances[6]);
        if (size <= 10)
        {
            writer.Write(size > 6, chances[7]);
            if (size <= 6)
            {
                writer.Write(size > 5, 159);
                return;
            }
            writer.Write(size > 8, 165);
            writer.Write((size - 7 & 1) != 0, 145);
            return;
        }
        var category = size < 19 ? 0 : size < 35 ? 1 : size < 67 ? 2 : 3;
        writer.Write(category >= 2, chances[8]);
        writer.Write((category & 1) != 0, chances[9 + (category >> 1)]);
        var list = Vp8Constants.LongCategory(category);
        var extra = size - 3 - (8 << category);
        for (var i = 0; i < list.Length; i++)
        {
            writer.Write((extra >> (list.Length - 1 - i) & 1) != 0, list[i]);
        }
    }
}
