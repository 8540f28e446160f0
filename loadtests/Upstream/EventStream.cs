using System.Diagnostics;
using System.Text;

namespace GbGateway.Load.Upstream;

/// <summary>
/// A streamed chat completion. Every text event says when it was written (nanoseconds of the machine's monotonic clock, the same in every
/// process), so that the client can tell how long it took.
/// </summary>
public static class EventStream
{
    private static readonly string[] Tokens = ["杭州", "位于", "浙江", "省", "北部", "，", " the", " lake", " is", " ringed", " by", " hills", "。\\n", " and", " gardens", "西湖"];
    private static readonly byte[] First = Encoding.UTF8.GetBytes(Event("""{"role":"assistant","content":""}""", "null"));
    private static readonly byte[] Finish = Encoding.UTF8.GetBytes(Event("{}", "\"stop\"") + "data: [DONE]\n\n");
    private static readonly byte[][] Texts = [.. Tokens.Select(static token => Encoding.UTF8.GetBytes(Event($$"""{"content":"{{token}}"}""", "null")))];
    private static readonly int StampAt = Texts[0].AsSpan().IndexOf("0000000000000000"u8);

    /// <summary>Sends <paramref name="events"/> events, <paramref name="perSecond"/> a second, each flushed; then finish and <c>[DONE]</c>.</summary>
    public static async Task SendAsync(HttpContext context, int events, int perSecond)
    {
        context.Response.ContentType = "text/event-stream";
        var writer = context.Response.BodyWriter;
        await writer.WriteAsync(First, context.RequestAborted);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < events; i++)
        {
            if (perSecond > 0)
            {
                var wait = TimeSpan.FromSeconds((double)(i + 1) / perSecond) - Stopwatch.GetElapsedTime(start);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, context.RequestAborted);
                }
            }
            var text = Texts[i % Texts.Length];
            var span = writer.GetSpan(text.Length);
            text.CopyTo(span);
            (Stopwatch.GetTimestamp() % 10_000_000_000_000_000).TryFormat(span.Slice(StampAt, 16), out _, "D16");
            writer.Advance(text.Length);
            await writer.FlushAsync(context.RequestAborted);
        }
        await writer.WriteAsync(Finish, context.RequestAborted);
    }

    private static string Event(string delta, string finish) =>
        $$"""data: {"id":"chatcmpl-9xYzAbCdEfGhIjKl","object":"chat.completion.chunk","created":1754006400,"model":"load-test","system_fingerprint":"t:0000000000000000","choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finish}}}]}""" + "\n\n";
}
