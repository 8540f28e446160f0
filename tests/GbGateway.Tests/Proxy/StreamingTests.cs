using System.Text;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Proxy;

/// <summary>T11, T28, T31 and the laws of the path.</summary>
public sealed class StreamingTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task The_first_event_arrives_before_the_upstream_ends(bool http2)
    {
        var seen = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            await Chat.SendEventAsync(context);
            await seen.Task;
            await Chat.SendEventAsync(context, Chat.End);
        });
        using var response = await Chat.OpenStreamAsync(http2 ? gateway.Http2Client : gateway.Client).WaitAsync(TestGateway.Patience);
        var stream = await response.Content.ReadAsStreamAsync();
        await Chat.ReadUntilAsync(stream, "Hello");
        seen.SetResult();
        var (rest, broken) = await Chat.ReadRestAsync(stream);
        Assert.False(broken);
        Assert.Contains(Chat.Label, rest);
        Assert.EndsWith("data: [DONE]\n\n", rest);
        Assert.Equal(http2 ? new Version(2, 0) : new Version(1, 1), response.Version);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_cut_upstream_is_a_cut_response_with_its_label_never_a_clean_end(bool http2)
    {
        var seen = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            await Chat.SendEventAsync(context);
            await seen.Task;
            context.Abort();
        });
        using var response = await Chat.OpenStreamAsync(http2 ? gateway.Http2Client : gateway.Client);
        var stream = await response.Content.ReadAsStreamAsync();
        var first = await Chat.ReadUntilAsync(stream, "Hello");
        seen.SetResult();
        var (rest, broken) = await Chat.ReadRestAsync(stream);
        Assert.True(broken, "a cut upstream ended cleanly");
        var all = first + rest;
        var label = all.IndexOf(Chat.Label, StringComparison.Ordinal);
        Assert.True(label > 0, all);
        Assert.DoesNotContain("\"error\"", all); // clients fail as they would without a gateway
        Assert.DoesNotContain("[DONE]", all);
    }

    [Fact]
    public async Task An_upstream_silent_for_too_long_gets_its_label_and_a_broken_end()
    {
        var over = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            await Chat.SendEventAsync(context);
            await over.Task;
        }, ("GbGateway:Timeouts:Activity", "00:00:01"));
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        var (text, broken) = await Chat.ReadRestAsync(await response.Content.ReadAsStreamAsync());
        over.SetResult();
        Assert.True(broken);
        Assert.Contains(Chat.Label, text);
        Assert.Contains("\"error\"", text);
    }

    [Fact]
    public async Task A_client_that_leaves_cancels_the_upstream()
    {
        var left = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            context.RequestAborted.Register(left.SetResult);
            await Chat.SendEventAsync(context);
            await left.Task;
        });
        using (var response = await Chat.OpenStreamAsync(gateway.Client))
        {
            await Chat.ReadUntilAsync(await response.Content.ReadAsStreamAsync(), "Hello");
        }
        await left.Task.WaitAsync(TestGateway.Patience);
    }

    [Fact]
    public async Task A_slow_client_slows_the_upstream_and_loses_nothing()
    {
        const int Events = 200_000;
        var blocked = new TaskCompletionSource<int>();
        var line = Encoding.UTF8.GetBytes(Chat.Event);
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            for (var i = 0; i < Events; i++)
            {
                var write = context.Response.Body.WriteAsync(line).AsTask();
                if (!blocked.Task.IsCompleted && !write.IsCompleted && await Task.WhenAny(write, Task.Delay(1000)) != write)
                {
                    blocked.SetResult(i);
                }
                await write;
            }
            await Chat.SendEventAsync(context, Chat.End);
        });
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        var stream = await response.Content.ReadAsStreamAsync();
        var held = await blocked.Task.WaitAsync(TestGateway.Patience);
        Assert.InRange(held, 1, Events - 1);
        var (text, broken) = await Chat.ReadRestAsync(stream);
        Assert.False(broken);
        Assert.Equal(Events, text.AsSpan().Count("Hello"));
        Assert.Equal(1, text.AsSpan().Count(Chat.Label));
    }

    [Fact]
    public async Task Nobody_between_is_invited_to_gather_the_stream()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendEventAsync(context, Chat.Event + Chat.End));
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        Assert.Equal("no", response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Equal("no-cache, no-transform", response.Headers.GetValues("Cache-Control").Single().Replace("no-transform, no-cache", "no-cache, no-transform", StringComparison.Ordinal));
        Assert.StartsWith("{\"AIGC\":{\"Label\":\"1\"", response.Headers.GetValues("AIGC-Metadata").Single());
    }

    [Fact]
    public async Task A_broken_answer_is_counted_as_one()
    {
        var seen = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            await Chat.SendEventAsync(context);
            await seen.Task;
            context.Abort();
        });
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        var stream = await response.Content.ReadAsStreamAsync();
        await Chat.ReadUntilAsync(stream, "Hello");
        seen.SetResult();
        await Chat.ReadRestAsync(stream);
        var metrics = await gateway.MetricsAsync();
        Assert.Contains("gbgateway_requests_total{route=\"default\",profile=\"openai-chat\",status=\"aborted\"} 1", metrics);
        Assert.Contains("gbgateway_refusals_total{reason=\"upstream_cut\"} 1", metrics);
        Assert.Contains("gbgateway_requests_in_flight 0", metrics);
    }
}
