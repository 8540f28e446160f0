using GbGateway.Labels.Media.Riff;
using GbGateway.Labels.Media.Webp;
using GbGateway.Labels.Media.Webp.Surgery;

namespace GbGateway.Tests.Media.Webp.Surgery;

/// <summary>A lossy picture's samples before the loop filter, all of them.</summary>
internal static class UnfilteredFrame
{
    /// <summary>The content of the chunk <c>VP8 </c>.</summary>
    public static byte[] FrameOf(byte[] file)
    {
        var chunks = new RiffChunks(file, WebpChunkType.Webp);
        while (chunks.MoveNext())
        {
            if (chunks.Current.Type == WebpChunkType.Vp8)
            {
                return chunks.Current.Data(file).ToArray();
            }
        }
        throw new InvalidOperationException("no lossy picture");
    }

    /// <summary>A file of one frame.</summary>
    public static byte[] FileOf(byte[] frame)
    {
        var body = new System.Buffers.ArrayBufferWriter<byte>();
        RiffChunks.Write(WebpChunkType.Vp8, frame, body);
        var file = new System.Buffers.ArrayBufferWriter<byte>();
        RiffChunks.WriteHead(WebpChunkType.Webp, body.WrittenCount, file);
        return [.. file.WrittenSpan, .. body.WrittenSpan];
    }

    /// <summary>Reads every macroblock.</summary>
    public static (Vp8Frame Frame, Vp8Planes Planes) Decode(byte[] bytes)
    {
        var frame = new Vp8Frame();
        Assert.Null(frame.Read(bytes));
        var (modes, levels, planes, block) = (new Vp8ModeCoder(), new Vp8LevelCoder(), new Vp8Planes(), new Vp8Macroblock());
        modes.Begin(frame.Columns);
        levels.Begin(frame.Columns);
        planes.Begin(frame.Columns, frame.Rows);
        for (var row = 0; row < frame.Rows; row++)
        {
            modes.BeginRow();
            levels.BeginRow();
            for (var column = 0; column < frame.Columns; column++)
            {
                modes.Read(bytes, ref frame.Readers[0], frame, column, block);
                levels.Read(bytes, ref frame.Readers[1 + row % frame.PartCount], frame, column, block);
                Vp8Reconstruction.Run(frame, block, planes, column, row);
            }
        }
        return (frame, planes);
    }
}
