using System.Runtime.CompilerServices;
using GbGateway.Content;

namespace GbGateway.Proxy;

/// <summary>The first bytes of a body: as few as tell its kind, so that a short first event is not kept waiting.</summary>
public static class BodyHead
{
    /// <summary>Reads them into <paramref name="head"/>; fewer than <see cref="BodyRewriters.HeadLength"/> if the body is shorter or they already show text.</summary>
    /// <returns>How many.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<int> ReadAsync(Stream body, Memory<byte> head, CancellationToken cancellation)
    {
        var length = 0;
        while (length < BodyRewriters.HeadLength && !ShowsText(head.Span[..length]))
        {
            int read;
            try
            {
                read = await body.ReadAsync(head[length..], cancellation);
            }
            catch (Exception e) when (e is InvalidDataException or ZstdSharp.ZstdException)
            {
                throw new BrokenAnswerException(Reasons.Encoding, "the answer's Content-Encoding can't be undone", e);
            }
            catch (IOException e)
            {
                throw new BrokenAnswerException(Reasons.UpstreamCut, "the upstream's answer ended before its time", e);
            }
            if (read == 0)
            {
                break;
            }
            length += read;
        }
        return length;
    }

    private static bool ShowsText(ReadOnlySpan<byte> head)
    {
        var text = head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? head[3..] : head;
        text = text.TrimStart(" \t\r\n"u8);
        return !text.IsEmpty && (text[0] is (byte)'{' or (byte)'[' or (byte)':'
            || text.StartsWith("data:"u8) || text.StartsWith("event:"u8) || text.StartsWith("id:"u8) || text.StartsWith("retry:"u8));
    }
}
