using GbGateway.Labels.Media.Webp.Surgery;

namespace GbGateway.Tests.Media.Webp.Surgery;

/// <summary>The same picture with its coefficients spread over several parts, as some encoders do; libvips never does.</summary>
internal static class RepartitionedFrame
{
    /// <summary>Makes one.</summary>
    /// <param name="bytes">A frame with one part.</param>
    /// <param name="bits">1, 2 or 3: 2, 4 or 8 parts.</param>
    public static byte[] Make(byte[] bytes, int bits)
    {
        var frame = new Vp8Frame();
        Assert.Null(frame.Read(bytes));
        var reader = new BooleanReader(Vp8Frame.HeadLength, frame.Readers[0].End);
        var first = Fresh();
        CopyHead(bytes, ref reader, first, bits);
        var parts = Enumerable.Range(0, 1 << bits).Select(_ => Fresh()).ToArray();
        var (modes, newModes, levels, newLevels, block) = (new Vp8ModeCoder(), new Vp8ModeCoder(), new Vp8LevelCoder(), new Vp8LevelCoder(), new Vp8Macroblock());
        modes.Begin(frame.Columns);
        newModes.Begin(frame.Columns);
        levels.Begin(frame.Columns);
        newLevels.Begin(frame.Columns);
        for (var row = 0; row < frame.Rows; row++)
        {
            modes.BeginRow();
            newModes.BeginRow();
            levels.BeginRow();
            newLevels.BeginRow();
            for (var column = 0; column < frame.Columns; column++)
            {
                modes.Read(bytes, ref frame.Readers[0], frame, column, block);
                levels.Read(bytes, ref frame.Readers[1], frame, column, block);
                newModes.Write(first, frame, column, block);
                newLevels.Write(parts[row % parts.Length], frame, column, block);
            }
        }
        first.Finish();
        Array.ForEach(parts, static part => part.Finish());
        var tag = (bytes[0] & 0x1F) | first.Written.Length << 5;
        var made = new List<byte> { (byte)tag, (byte)(tag >> 8), (byte)(tag >> 16) };
        made.AddRange(bytes[3..Vp8Frame.HeadLength]);
        made.AddRange(first.Written);
        foreach (var part in parts[..^1])
        {
            made.AddRange([(byte)part.Written.Length, (byte)(part.Written.Length >> 8), (byte)(part.Written.Length >> 16)]);
        }
        foreach (var part in parts)
        {
            made.AddRange(part.Written);
        }
        return [.. made];
    }

    // An empty part begins an encoder at its beginning.
    private static BooleanWriter Fresh()
    {
        var writer = new BooleanWriter();
        var nothing = new BooleanReader(0, 0);
        writer.Begin([], ref nothing);
        return writer;
    }

    // The head's booleans as they are (RFC 6386, 9.2 to 9.11), but for the two that count the parts.
    private static void CopyHead(byte[] bytes, ref BooleanReader reader, BooleanWriter writer, int bits)
    {
        Copy(bytes, ref reader, writer, 2);
        if (Copy(bytes, ref reader, writer) != 0)
        {
            var updatesMap = Copy(bytes, ref reader, writer) != 0;
            if (Copy(bytes, ref reader, writer) != 0)
            {
                Copy(bytes, ref reader, writer);
                CopyOptional(bytes, ref reader, writer, 4, 8);
                CopyOptional(bytes, ref reader, writer, 4, 7);
            }
            CopyOptional(bytes, ref reader, writer, updatesMap ? 3 : 0, 8);
        }
        Copy(bytes, ref reader, writer, 10);
        if (Copy(bytes, ref reader, writer) != 0 && Copy(bytes, ref reader, writer) != 0)
        {
            CopyOptional(bytes, ref reader, writer, 8, 7);
        }
        Assert.Equal(0, reader.ReadNumber(bytes, 2));
        writer.Write((bits & 2) != 0, 128);
        writer.Write((bits & 1) != 0, 128);
        Copy(bytes, ref reader, writer, 7);
        CopyOptional(bytes, ref reader, writer, 5, 5);
        Copy(bytes, ref reader, writer);
        foreach (var chance in Vp8Constants.UpdateChances)
        {
            var changes = reader.Read(bytes, chance);
            writer.Write(changes != 0, chance);
            Copy(bytes, ref reader, writer, changes != 0 ? 8 : 0);
        }
        CopyOptional(bytes, ref reader, writer, 1, 8);
    }

    private static void CopyOptional(byte[] bytes, ref BooleanReader reader, BooleanWriter writer, int count, int length)
    {
        for (var i = 0; i < count; i++)
        {
            Copy(bytes, ref reader, writer, Copy(bytes, ref reader, writer) != 0 ? length : 0);
        }
    }

    private static int Copy(byte[] bytes, ref BooleanReader reader, BooleanWriter writer, int count = 1)
    {
        var bit = 0;
        for (var i = 0; i < count; i++)
        {
            bit = reader.Read(bytes, 128);
            writer.Write(bit != 0, 128);
        }
        return bit;
    }
}
