using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GbGateway.Tests.Proxy;

/// <summary>Requests are read, never changed.</summary>
public sealed class RequestTests
{
    private const string Odd = """{ "model" :"m","seed":12345678901234567890,"temperature":1.0e0, "messages":[{"role":"user","content":"\u4f60好"}] }  """;

    [Theory]
    [InlineData(Chat.Path, false), InlineData(Chat.Path, true), InlineData("/v1/embeddings", false), InlineData("/anything", true)]
    public async Task A_request_body_arrives_byte_for_byte(string path, bool chunked)
    {
        var arrived = new TaskCompletionSource<(byte[] Body, long? Length)>();
        await using var gateway = await TestGateway.StartAsync(Receive(arrived));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(Odd, Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await gateway.Client.SendAsync(request);
        var (body, length) = await arrived.Task;
        Assert.Equal(Odd, Encoding.UTF8.GetString(body));
        Assert.Equal(chunked ? null : Encoding.UTF8.GetByteCount(Odd), length);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_request_over_the_cap_arrives_byte_for_byte_unread(bool chunked)
    {
        var body = RandomNumberGenerator.GetBytes(3_000_000);
        var arrived = new TaskCompletionSource<(byte[] Body, long? Length)>();
        await using var gateway = await TestGateway.StartAsync(Receive(arrived), ("GbGateway:Limits:MaxInspectedRequestBytes", "100000"));
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat.Path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal(body, (await arrived.Task).Body);
    }

    [Fact]
    public async Task A_client_that_expects_100_continue_gets_it_and_an_answer()
    {
        var arrived = new TaskCompletionSource<(byte[] Body, long? Length)>();
        await using var gateway = await TestGateway.StartAsync(Receive(arrived));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(gateway.Gateway.Urls[0]).Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Chat.Path} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 100 Continue\r\n\r\n", await Chat.ReadUntilAsync(stream, "\r\n\r\n"));
        await stream.WriteAsync("{}"u8.ToArray());
        Assert.StartsWith("HTTP/1.1 200 OK", await Chat.ReadUntilAsync(stream, Chat.Label));
        Assert.Equal("{}"u8.ToArray(), (await arrived.Task).Body);
    }

    [Fact]
    public async Task A_request_over_the_limit_is_answered_by_413_in_JSON()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context), ("GbGateway:Limits:MaxRequestBodyBytes", "2000"));
        using var response = await gateway.Client.PostAsync(Chat.Path, new StringContent(new string(' ', 5000), Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.StartsWith("{\"error\":", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_long_prompt_is_no_surprise()
    {
        var arrived = new TaskCompletionSource<(byte[] Body, long? Length)>();
        await using var gateway = await TestGateway.StartAsync(Receive(arrived));
        using var response = await gateway.Client.PostAsync("/v1/files", new ByteArrayContent(new byte[40_000_000]));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(40_000_000, (await arrived.Task).Body.Length);
    }

    [Fact]
    public async Task Upgrades_are_refused_unless_the_operator_passes_them()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/realtime");
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd("websocket");
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotImplemented, response.StatusCode);
        Assert.Contains("Upgrades is Refuse", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Where_upgrades_pass_bytes_flow_both_ways()
    {
        await using var gateway = await TestGateway.StartAsync(static async context =>
        {
            var stream = await context.Features.Get<IHttpUpgradeFeature>()!.UpgradeAsync();
            var buffer = new byte[4];
            await stream.ReadExactlyAsync(buffer);
            await stream.WriteAsync(buffer);
        }, ("GbGateway:Routes:default:Upgrades", "Pass"));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(gateway.Gateway.Urls[0]).Port);
        var stream = client.GetStream();
        await stream.WriteAsync("GET /echo HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"u8.ToArray());
        Assert.StartsWith("HTTP/1.1 101", await Chat.ReadUntilAsync(stream, "\r\n\r\n"));
        await stream.WriteAsync("ping"u8.ToArray());
        Assert.Equal("ping", await Chat.ReadUntilAsync(stream, "ping"));
    }

    private static RequestDelegate Receive(TaskCompletionSource<(byte[] Body, long? Length)> arrived) => async context =>
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        arrived.TrySetResult((body.ToArray(), context.Request.ContentLength));
        await Chat.SendJsonAsync(context);
    };
}
