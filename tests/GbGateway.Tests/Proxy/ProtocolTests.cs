using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using GbGateway.Demo;
using GbGateway.Labels.Media;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GbGateway.Tests.Proxy;

/// <summary>T4, T31: corners of HTTP, each labelled, passed by policy, or refused.</summary>
public sealed class ProtocolTests
{
    private static readonly byte[] Png = DemoPicture.Paint("png", 320, 200, 0.5);

    [Fact]
    public async Task A_condition_is_not_asked_of_the_upstream_and_the_answer_is_whole_and_labelled()
    {
        IHeaderDictionary? asked = null;
        await using var gateway = await TestGateway.StartAsync(context =>
        {
            asked = new HeaderDictionary(context.Request.Headers.ToDictionary(static one => one.Key, static one => one.Value));
            context.Response.ContentType = "image/png";
            context.Response.Headers.LastModified = "Wed, 21 Oct 2026 07:28:00 GMT";
            context.Response.Headers.ETag = "\"1\"";
            return context.Response.Body.WriteAsync(Png).AsTask();
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/view?filename=a.png");
        request.Headers.TryAddWithoutValidation("If-None-Match", "\"1\"");
        request.Headers.TryAddWithoutValidation("If-Modified-Since", "Wed, 21 Oct 2026 07:28:00 GMT");
        request.Headers.TryAddWithoutValidation("If-Range", "\"1\"");
        request.Headers.TryAddWithoutValidation("Range", "bytes=0-1");
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(MediaFormats.Detect(await response.Content.ReadAsByteArrayAsync()));
        Assert.Empty(asked!.Keys.Intersect(["If-None-Match", "If-Modified-Since", "If-Range", "Range"], StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_condition_that_guards_a_change_reaches_the_upstream()
    {
        string? asked = null;
        await using var gateway = await TestGateway.StartAsync(context =>
        {
            asked = context.Request.Headers.IfNoneMatch.ToString();
            return Task.CompletedTask;
        });
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/files/1");
        request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal("*", asked);
    }

    [Fact]
    public async Task Not_modified_is_refused_where_nobody_asked_for_it()
    {
        await using var gateway = await TestGateway.StartAsync(static context =>
        {
            context.Response.StatusCode = 304;
            return Task.CompletedTask;
        });
        using var response = await gateway.Client.GetAsync("/view");
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }

    [Fact]
    public async Task Informational_answers_end_at_the_gateway()
    {
        await using var upstream = await RawUpstream.StartAsync(
            "HTTP/1.1 103 Early Hints\r\nAIGC-Metadata: forged\r\nLink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"message\":\"a\"}");
        await using var gateway = await StartBeforeAsync(upstream.Url);
        var text = await AskRawAsync(gateway, "GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK", text);
        Assert.DoesNotContain("forged", text);
        Assert.DoesNotContain("103", text.Split('\n')[0]);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Trailers_pass_without_digests_and_labels(bool http2)
    {
        await using var upstream = await ForeignHost.StartAsync(static async context =>
        {
            foreach (var name in (string[])["X-Cost", "Digest", "Content-Digest", "AIGC-Metadata"])
            {
                context.Response.DeclareTrailer(name);
            }
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(Chat.Event + Chat.End);
            foreach (var name in (string[])["X-Cost", "Digest", "Content-Digest", "AIGC-Metadata"])
            {
                context.Response.AppendTrailer(name, "7");
            }
        }, protocols: HttpProtocols.Http2);
        await using var gateway = await StartBeforeAsync(upstream.Url, http2Upstream: true);
        using var response = await Chat.OpenStreamAsync(http2 ? gateway.Http2Client : gateway.Client);
        Assert.Contains(Chat.Label, await response.Content.ReadAsStringAsync());
        // The server has no trailers in HTTP/1.1: there they end at the gateway.
        Assert.Equal(http2 ? "x-cost: 7" : "", string.Join(',', response.TrailingHeaders.Select(static one => $"{one.Key.ToLowerInvariant()}: {one.Value.Single()}")));
    }

    [Fact]
    public async Task Two_hops_of_HTTP_2_stream_and_label()
    {
        var rest = new TaskCompletionSource();
        await using var upstream = await ForeignHost.StartAsync(async context =>
        {
            Assert.Equal("HTTP/2", context.Request.Protocol);
            await Chat.SendEventAsync(context);
            await rest.Task;
            await Chat.SendEventAsync(context, Chat.End);
        }, protocols: HttpProtocols.Http2);
        await using var gateway = await StartBeforeAsync(upstream.Url, http2Upstream: true);
        using var response = await Chat.OpenStreamAsync(gateway.Http2Client);
        Assert.Equal(HttpVersion.Version20, response.Version);
        var stream = await response.Content.ReadAsStreamAsync();
        await Chat.ReadUntilAsync(stream, "Hello");
        rest.SetResult();
        await Chat.ReadUntilAsync(stream, Chat.Label);
    }

    [Fact]
    public async Task A_gRPC_call_is_refused_in_its_own_words_unless_the_operator_passes_it()
    {
        await using var upstream = await ForeignHost.StartAsync(static async context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.DeclareTrailer("grpc-status");
            await context.Request.Body.CopyToAsync(context.Response.Body);
            context.Response.AppendTrailer("grpc-status", "0");
        }, protocols: HttpProtocols.Http2);
        await using (var closed = await StartBeforeAsync(upstream.Url, http2Upstream: true))
        {
            using var refused = await CallAsync(closed);
            Assert.Equal((HttpStatusCode.OK, "12"), (refused.StatusCode, refused.Headers.GetValues("grpc-status").Single()));
            Assert.Contains("BinaryStreams", Uri.UnescapeDataString(refused.Headers.GetValues("grpc-message").Single()));
            Assert.Empty(await refused.Content.ReadAsByteArrayAsync());
        }
        await using var open = await StartBeforeAsync(upstream.Url, http2Upstream: true, ("GbGateway:Defaults:BinaryStreams", "Pass"));
        using var passed = await CallAsync(open);
        Assert.Equal([0, 0, 0, 0, 1, 7], await passed.Content.ReadAsByteArrayAsync());
        Assert.Equal("0", passed.TrailingHeaders.GetValues("grpc-status").Single());

        static Task<HttpResponseMessage> CallAsync(TestGateway gateway)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/model.Service/Generate") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            request.Headers.TE.ParseAdd("trailers");
            request.Content = new ByteArrayContent([0, 0, 0, 0, 1, 7]);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
            return gateway.Http2Client.SendAsync(request);
        }
    }

    [Theory, InlineData("application/vnd.amazon.eventstream"), InlineData("application/grpc-web+proto"), InlineData("application/connect+json"), InlineData("application/x-protobuf")]
    public async Task Answers_in_binary_frames_are_refused_unless_the_operator_passes_them(string type)
    {
        RequestDelegate answer = context =>
        {
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 20, 1 }).AsTask();
        };
        await using var closed = await TestGateway.StartAsync(answer);
        using var refused = await closed.Client.PostAsync("/model/m/invoke-with-response-stream", Chat.Request());
        Assert.Equal(HttpStatusCode.BadGateway, refused.StatusCode);
        await using var open = await TestGateway.StartAsync(answer, ("GbGateway:Defaults:BinaryStreams", "Pass"));
        Assert.Equal([0, 0, 0, 20, 1], await (await open.Client.PostAsync("/model/m/invoke-with-response-stream", Chat.Request())).Content.ReadAsByteArrayAsync());
    }

    [Theory, InlineData("/unknown"), InlineData("/ai/generate-image"), InlineData("/v1/files/f/content")]
    public async Task An_archive_is_refused_unless_the_operator_passes_it(string path)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var picture = archive.CreateEntry("image_0.png").Open();
            picture.Write(Png);
        }
        RequestDelegate answer = context => context.Response.Body.WriteAsync(file.ToArray()).AsTask();
        await using var closed = await TestGateway.StartAsync(answer);
        using var refused = await closed.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadGateway, refused.StatusCode);
        Assert.Contains("Archives", await refused.Content.ReadAsStringAsync());
        await using var open = await TestGateway.StartAsync(answer, ("GbGateway:Defaults:Archives", "Pass"));
        Assert.Equal(file.ToArray(), await open.Client.GetByteArrayAsync(path));
    }

    [Fact]
    public async Task A_multipart_answer_is_labelled_part_by_part()
    {
        await using var gateway = await TestGateway.StartAsync(static async context =>
        {
            context.Response.ContentType = "multipart/form-data; boundary=b";
            await context.Response.WriteAsync("--b\r\nContent-Type: image/png\r\n\r\n");
            await context.Response.Body.WriteAsync(Png);
            await context.Response.WriteAsync("\r\n--b--\r\n");
        });
        using var response = await gateway.Client.PostAsync("/v2beta/stable-image/generate/core", Chat.Request());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
        Assert.Contains("TC260", Encoding.Latin1.GetString(body));
        Assert.True(response.Headers.Contains("AIGC-Metadata"));
    }

    [Theory]
    [InlineData("POST http://evil.example/v1/chat/completions HTTP/1.1\r\nHost: evil.example\r\n")]
    [InlineData("PROPFIND /v1/chat/completions HTTP/1.1\r\nHost: h\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nConnection: AIGC-Metadata, Content-Type, close\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n")]
    [InlineData("POST //v1//chat/../chat/completions HTTP/1.1\r\nHost: h\r\n")]
    [InlineData("POST /v1/chat%2Fcompletions HTTP/1.1\r\nHost: h\r\n")]
    public async Task However_it_is_asked_for_an_answer_is_labelled(string head)
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context));
        var text = await AskRawAsync(gateway, head + "Content-Length: 2\r\n\r\n{}", until: Chat.Label);
        Assert.StartsWith("HTTP/1.1 200", text);
        Assert.Contains("\r\nAIGC-Metadata: {\"AIGC\"", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Chat.Label, text);
    }

    [Theory]
    [InlineData("/v1/files/1/content", "https://cdn.example/x", 502), InlineData("/view", "https://cdn.example/x.png", 502), InlineData("/view", "//cdn.example/x.png", 502)]
    [InlineData("/view", "https://cdn.example/x.mp4", 502), InlineData("/view", "https://u:p@cdn.example/x.png", 502), InlineData("/view", "/other.png", 302), InlineData("/ui", "https://login.example/", 302)]
    public async Task A_redirect_to_a_picture_is_a_link_like_any_other(string path, string location, int status)
    {
        await using var gateway = await TestGateway.StartAsync(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });
        using var response = await gateway.Client.GetAsync(path);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 302 ? location : null, response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_redirect_is_rewritten_where_links_are()
    {
        await using var gateway = await TestGateway.StartAsync(static context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = "https://cdn.example/x.png?secret=1";
            return Task.CompletedTask;
        }, ("GbGateway:PublicBaseUrl", "https://ai.example"), ("GbGateway:Defaults:LinkHosts", "*.example.com; cdn.example"));
        using var response = await gateway.Client.GetAsync("/view");
        Assert.StartsWith("https://ai.example/.gbgateway/media/", response.Headers.Location!.OriginalString);
        Assert.EndsWith(".png", response.Headers.Location.OriginalString);
    }

    [Theory]
    [InlineData("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n"), InlineData("GET /v1/models HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: TLS/1.0\r\n\r\n")]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: h2c, websocket\r\n\r\n")]
    public async Task What_would_leave_HTTP_behind_is_refused(string request)
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context));
        var text = await AskRawAsync(gateway, request, until: "\r\n\r\n");
        Assert.Matches("^HTTP/1.1 (501|400|404|405)", text);
        Assert.DoesNotContain("world", text);
    }

    private static Task<TestGateway> StartBeforeAsync(string upstream, bool http2Upstream = false, params (string Key, string? Value)[] settings) =>
        TestGateway.StartAsync(static _ => Task.CompletedTask, [
            ("ReverseProxy:Routes:r:ClusterId", "c"), ("ReverseProxy:Routes:r:Match:Path", "{**path}"),
            ("ReverseProxy:Clusters:c:LoadBalancingPolicy", "FirstAlphabetical"), ("ReverseProxy:Clusters:c:Destinations:a:Address", upstream),
            ("ReverseProxy:Clusters:c:HttpRequest:Version", http2Upstream ? "2" : "1.1"),
            ("ReverseProxy:Clusters:c:HttpRequest:VersionPolicy", "RequestVersionExact"), .. settings]);

    private static async Task<string> AskRawAsync(TestGateway gateway, string request, string? until = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(gateway.Gateway.Urls[0]).Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        return until is null ? (await Chat.ReadRestAsync(stream)).Text : await Chat.ReadUntilAsync(stream, until);
    }
}
