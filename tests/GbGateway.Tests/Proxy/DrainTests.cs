using System.Net;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Proxy;

/// <summary>T27: readiness first, running answers may end, at the deadline each gets its label and an error.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task A_running_answer_ends_within_the_grace_and_the_gateway_says_it_is_not_ready()
    {
        var seen = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            await Chat.SendEventAsync(context);
            await seen.Task;
            await Chat.SendEventAsync(context, Chat.End);
        });
        Assert.Equal(HttpStatusCode.OK, (await gateway.Admin.GetAsync("/readyz")).StatusCode);
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        var stream = await response.Content.ReadAsStreamAsync();
        await Chat.ReadUntilAsync(stream, "Hello");
        var stopping = gateway.Gateway.StopAsync(CancellationToken.None);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await gateway.Admin.GetAsync("/readyz")).StatusCode);
        seen.SetResult();
        var (rest, broken) = await Chat.ReadRestAsync(stream);
        Assert.False(broken);
        Assert.Contains(Chat.Label, rest);
        await stopping.WaitAsync(TestGateway.Patience);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task At_the_deadline_a_running_answer_gets_its_label_and_an_error_and_is_broken(bool http2)
    {
        var over = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            await Chat.SendEventAsync(context);
            await over.Task;
        }, ("GbGateway:Shutdown:Grace", "00:00:00"));
        using var response = await Chat.OpenStreamAsync(http2 ? gateway.Http2Client : gateway.Client);
        var stream = await response.Content.ReadAsStreamAsync();
        await Chat.ReadUntilAsync(stream, "Hello");
        var stopping = gateway.Gateway.StopAsync(CancellationToken.None);
        var (rest, broken) = await Chat.ReadRestAsync(stream);
        Assert.True(broken);
        Assert.Contains(Chat.Label, rest);
        Assert.Contains("\"error\"", rest);
        over.SetResult();
        await stopping.WaitAsync(TestGateway.Patience);
    }

    [Fact]
    public async Task Who_asks_twice_does_not_wait_for_the_grace()
    {
        var over = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            await Chat.SendEventAsync(context);
            await over.Task;
        }, ("GbGateway:Shutdown:Grace", "01:00:00"), ("GbGateway:Shutdown:ReadinessDelay", "01:00:00"));
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        await Chat.ReadUntilAsync(await response.Content.ReadAsStreamAsync(), "Hello");
        using var atOnce = new CancellationTokenSource();
        var stopping = gateway.Gateway.StopAsync(atOnce.Token);
        Assert.False(stopping.IsCompleted);
        await atOnce.CancelAsync();
        await stopping.WaitAsync(TestGateway.Patience);
        over.SetResult();
    }
}
