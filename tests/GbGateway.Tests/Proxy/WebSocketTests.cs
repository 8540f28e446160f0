using System.Net;
using System.Net.WebSockets;
using System.Text;
using GbGateway.Demo;
using GbGateway.Labels.Media;
using GbGateway.Tests.Ledger.Writing;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GbGateway.Tests.Proxy;

/// <summary>T31: ComfyUI's pictures over a real WebSocket, and nothing else.</summary>
public sealed class WebSocketTests
{
    private static readonly byte[] Png = DemoPicture.Paint("png", 320, 200, 0.5);

    [Theory, InlineData(false), InlineData(true)]
    public async Task Pictures_over_the_socket_are_labelled_and_all_else_flows_both_ways(bool http2)
    {
        string? extensions = null;
        await using var upstream = await StartUpstreamAsync(async (context, socket) =>
        {
            extensions = context.Request.Headers.SecWebSocketExtensions.ToString();
            await socket.SendAsync("{\"type\": \"status\", \"data\": {}}"u8.ToArray(), WebSocketMessageType.Text, true, default);
            byte[] picture = [0, 0, 0, 1, 0, 0, 0, 2, .. Png];
            await socket.SendAsync(picture.AsMemory(0, 1000), WebSocketMessageType.Binary, false, default);
            await socket.SendAsync(picture.AsMemory(1000), WebSocketMessageType.Binary, true, default);
            var (kind, heard) = await ReceiveAsync(socket);
            Assert.Equal((WebSocketMessageType.Text, "hello"), (kind, Encoding.UTF8.GetString(heard)));
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", default);
        });
        await using var gateway = await StartAsync(upstream);
        using var client = await ConnectAsync(gateway, "/ws?clientId=1", http2);
        Assert.Equal("{\"type\": \"status\", \"data\": {}}", Encoding.UTF8.GetString((await ReceiveAsync(client)).Message));
        var (type, message) = await ReceiveAsync(client);
        Assert.Equal(WebSocketMessageType.Binary, type);
        Assert.Equal([0, 0, 0, 1, 0, 0, 0, 2], message[..8]);
        var file = message[8..];
        var found = new List<FoundLabel>();
        MediaFormats.Detect(file.AsSpan(0, MediaFormat.HeadLength))!.FindImplicitLabels(file, found);
        Assert.Equal(TestGateway.Producer, Assert.Single(found).Metadata!.ContentProducer);
        Assert.True(DemoPicture.CornerDiffers(Png, file));
        await client.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, default);
        Assert.Equal(WebSocketMessageType.Close, (await ReceiveAsync(client)).Type);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        Assert.Equal("", extensions);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_picture_over_the_socket_leaves_only_with_its_record(bool refuses)
    {
        var sink = new FaultySink { Down = refuses };
        await using var upstream = await StartUpstreamAsync(static async (_, socket) =>
        {
            byte[] picture = [0, 0, 0, 1, 0, 0, 0, 2, .. Png];
            await socket.SendAsync(picture, WebSocketMessageType.Binary, true, default);
            await ReceiveAsync(socket);
        });
        await using var gateway = await StartAsync(upstream, sink);
        using var client = await ConnectAsync(gateway, "/ws", http2: false);
        if (refuses)
        {
            await Assert.ThrowsAsync<WebSocketException>(() => ReceiveAsync(client));
            return;
        }
        var (_, message) = await ReceiveAsync(client);
        Assert.Single(sink.Openings);
        client.Abort();
        await gateway.Gateway.StopAsync(default);
        Assert.Contains(sink.Sealings, seal => seal.Part == 1 && seal.ContentHash.Span.SequenceEqual(System.Security.Cryptography.SHA256.HashData(message.AsSpan(8))));
    }

    [Fact]
    public async Task A_message_that_can_not_be_labelled_closes_the_socket_by_its_own_code()
    {
        await using var upstream = await StartUpstreamAsync(static async (_, socket) =>
        {
            await socket.SendAsync("{\"text\":\"made by a model\"}"u8.ToArray(), WebSocketMessageType.Text, true, default);
            await socket.SendAsync(Png, WebSocketMessageType.Binary, true, default);
            await ReceiveAsync(socket);
        });
        await using var gateway = await StartAsync(upstream);
        using var client = await ConnectAsync(gateway, "/ws", http2: false);
        Assert.Equal(WebSocketMessageType.Close, (await ReceiveAsync(client)).Type);
        Assert.Equal((WebSocketCloseStatus.InternalServerError, "label_unavailable"), (client.CloseStatus, client.CloseStatusDescription));
    }

    [Theory, InlineData("/v1/realtime"), InlineData("/api-ws/v1/inference"), InlineData("/wsx")]
    public async Task Other_sockets_are_refused_before_the_upstream_hears_of_them(string path)
    {
        var asked = false;
        await using var upstream = await StartUpstreamAsync((_, _) =>
        {
            asked = true;
            return Task.CompletedTask;
        });
        await using var gateway = await StartAsync(upstream);
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(gateway, path, http2: false));
        Assert.Contains("501", refused.Message);
        Assert.False(asked);
    }

    [Fact]
    public async Task At_the_deadline_of_the_drain_a_socket_is_told_that_the_gateway_goes()
    {
        await using var upstream = await StartUpstreamAsync(static async (_, socket) =>
        {
            await socket.SendAsync("{\"type\": \"status\", \"data\": {}}"u8.ToArray(), WebSocketMessageType.Text, true, default);
            await Assert.ThrowsAnyAsync<Exception>(() => ReceiveAsync(socket));
        });
        await using var gateway = await StartAsync(upstream, ("GbGateway:Shutdown:Grace", "00:00:00"));
        using var client = await ConnectAsync(gateway, "/ws", http2: false);
        await ReceiveAsync(client);
        var stopping = gateway.Gateway.StopAsync(CancellationToken.None);
        Assert.Equal(WebSocketMessageType.Close, (await ReceiveAsync(client)).Type);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, client.CloseStatus);
        await stopping.WaitAsync(TestGateway.Patience);
    }

    [Fact]
    public async Task A_client_that_leaves_takes_the_upstream_with_it()
    {
        var gone = new TaskCompletionSource();
        await using var upstream = await StartUpstreamAsync(async (_, socket) =>
        {
            try
            {
                await ReceiveAsync(socket);
            }
            catch (WebSocketException)
            {
                // As it should be.
            }
            gone.TrySetResult();
        });
        await using var gateway = await StartAsync(upstream);
        var client = await ConnectAsync(gateway, "/ws", http2: false);
        client.Abort();
        await gone.Task.WaitAsync(TestGateway.Patience);
    }

    private static Task<TestGateway> StartAsync(ForeignHost upstream, params (string Key, string? Value)[] settings) => StartAsync(upstream, null, settings);

    private static Task<TestGateway> StartAsync(ForeignHost upstream, FaultySink? sink, params (string Key, string? Value)[] settings) =>
        TestGateway.StartAsync(static _ => Task.CompletedTask, sink, [("ReverseProxy:Routes:r:ClusterId", "c"), ("ReverseProxy:Routes:r:Match:Path", "{**path}"),
            ("ReverseProxy:Clusters:c:Destinations:a:Address", upstream.Url), ("ReverseProxy:Clusters:c:LoadBalancingPolicy", "FirstAlphabetical"), .. settings]);

    private static Task<ForeignHost> StartUpstreamAsync(Func<HttpContext, WebSocket, Task> talk) =>
        ForeignHost.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = true });
            await talk(context, socket);
        }, static app => app.UseWebSockets());

    private static async Task<ClientWebSocket> ConnectAsync(TestGateway gateway, string path, bool http2)
    {
        var client = new ClientWebSocket();
        client.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        if (http2)
        {
            (client.Options.HttpVersion, client.Options.HttpVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        }
        var address = new Uri(gateway.Gateway.Urls[http2 ? 1 : 0]);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler(), disposeHandler: false);
        using var patience = new CancellationTokenSource(TestGateway.Patience);
        await client.ConnectAsync(new Uri($"ws://127.0.0.1:{address.Port}{path}"), invoker, patience.Token);
        return client;
    }

    private static async Task<(WebSocketMessageType Type, byte[] Message)> ReceiveAsync(WebSocket socket)
    {
        var message = new MemoryStream();
        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(TestGateway.Patience);
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, patience.Token);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return (part.MessageType, message.ToArray());
            }
        }
    }
}
