using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using GbGateway.Demo;
using GbGateway.Labels.Media;
using GbGateway.Ledger.Sinks;
using GbGateway.Links;
using GbGateway.Tests.Ledger.Writing;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace GbGateway.Tests.Proxy;

/// <summary>T10, T31: links in answers lead to the gateway, and what they serve is labelled.</summary>
public sealed partial class MediaLinkTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private static readonly byte[] Png = DemoPicture.Paint("png", 320, 200, 0.5);

    [Fact]
    public async Task A_link_is_followed_to_a_labelled_picture_that_bears_the_answers_number()
    {
        IHeaderDictionary? asked = null;
        await using var host = await ForeignHost.StartAsync(context =>
        {
            asked = new HeaderDictionary(context.Request.Headers.ToDictionary(static one => one.Key, static one => one.Value));
            return SendAsync(context, Png, "application/octet-stream");
        });
        await using var gateway = await StartAsync(host, $$"""{"created":1.0,"data":[{"url":"{{host.Url}}/a.png?Expires=1&Signature=x%2Fy"},{"url":"{{host.Url}}\/a.png?Expires=1\u0026Signature=x%2Fy"}]}""");
        var (text, links) = await AskAsync(gateway);
        Assert.Equal(2, links.Length);
        Assert.Equal(links[0], links[1]);
        Assert.StartsWith("{\"created\":1.0,\"data\":[{\"url\":\"https://ai.example/.gbgateway/media/", text);
        Assert.DoesNotContain(host.Port.ToString(), text);
        Assert.DoesNotContain("Signature", text);
        Assert.EndsWith(".png", links[0]);

        using var request = new HttpRequestMessage(HttpMethod.Get, links[0]);
        request.Headers.Add("Authorization", "Bearer canary");
        request.Headers.Add("Cookie", "canary=1");
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        var file = await response.Content.ReadAsByteArrayAsync();
        var found = new List<FoundLabel>();
        MediaFormats.Detect(file.AsSpan(0, MediaFormat.HeadLength))!.FindImplicitLabels(file, found);
        Assert.Contains($"\"ProduceID\":\"{Assert.Single(found).Metadata!.ProduceID}\"", text);
        Assert.True(DemoPicture.CornerDiffers(Png, file));
        Assert.DoesNotContain("canary", string.Join(' ', asked!.Select(static header => header.ToString())));
    }

    [Theory]
    [InlineData("Chat", "data: {\"choices\":[{\"index\":0,\"delta\":{\"images\":[{\"image_url\":{\"url\":\"URL\"}}]}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"images\":[{\"image_url\":{\"url\":\"URL\"}}]}}]}\n\ndata: [DONE]\n\n", "text/event-stream")]
    [InlineData("/v1/files/1/content", "{\"response\":{\"body\":{\"data\":[{\"url\":\"URL\"}]}}}\n{\"response\":{\"body\":{\"data\":[{\"url\":\"URL\"}]}}}\n", "application/jsonl")]
    [InlineData("/api/v1/tasks/1", "{\"output\":{\"task_status\":\"SUCCEEDED\",\"results\":[{\"url\":\"URL\"},{\"url\":\"URL\"}]}}", "application/json")]
    [InlineData("/v1/predictions/1", "{\"output\":[\"URL\",\"URL\"]}", "application/json")]
    public async Task Links_are_rewritten_wherever_APIs_put_them_and_the_same_one_stays_the_same(string path, string body, string type)
    {
        await using var host = await ForeignHost.StartAsync(static context => SendAsync(context, Png, "image/png"));
        await using var gateway = await StartAsync(host, body.Replace("URL", host.Url + "/a.png", StringComparison.Ordinal), type);
        using var response = await gateway.Client.PostAsync(path == "Chat" ? Chat.Path : path, Chat.Request());
        var text = await response.Content.ReadAsStringAsync();
        var links = Link().Matches(text);
        Assert.Equal(2, links.Count);
        Assert.Equal(links[0].Value, links[1].Value);
        Assert.DoesNotContain(host.Url, text);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync(new Uri(links[0].Value).PathAndQuery)).StatusCode);
    }

    [Fact]
    public async Task What_a_link_serves_has_its_record_and_without_one_is_not_served()
    {
        var sink = new FaultySink();
        await using var host = await ForeignHost.StartAsync(static context => SendAsync(context, Png, "image/png"));
        await using var gateway = await StartAsync(host, $$"""{"data":[{"url":"{{host.Url}}/a.png"}]}""", "application/json", sink);
        var (_, links) = await AskAsync(gateway);
        var file = await gateway.Client.GetByteArrayAsync(links[0]);
        var started = TimeProvider.System.GetTimestamp();
        while (!sink.Sealings.Exists(seal => seal.ContentHash.Span.SequenceEqual(System.Security.Cryptography.SHA256.HashData(file))))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TestGateway.Patience, "no record has the digest of what the link served");
            await Task.Yield();
        }
        Assert.Equal(new Uri(host.Url).Authority, sink.Openings[^1].UpstreamHost);
        // Another gateway with the same link secret, whose ledger takes nothing.
        await using var refusing = await StartAsync(host, $$"""{"data":[{"url":"{{host.Url}}/a.png"}]}""", "application/json", new FaultySink { Down = true });
        using var refused = await refusing.Client.GetAsync(links[0]);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("ledger_unavailable", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_part_a_condition_and_HEAD_are_answered_as_the_whole()
    {
        await using var host = await ForeignHost.StartAsync(static context =>
        {
            Assert.Equal(0, context.Request.Headers.Range.Count + context.Request.Headers.IfNoneMatch.Count);
            context.Response.Headers.ETag = "\"1\"";
            return SendAsync(context, Png, "image/png");
        });
        await using var gateway = await StartAsync(host, Answer(host));
        var link = (await AskAsync(gateway)).Links.Single();
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        request.Headers.Add("Range", "bytes=0-9");
        request.Headers.Add("If-None-Match", "\"1\"");
        using var part = await gateway.Client.SendAsync(request);
        var whole = await gateway.Client.GetByteArrayAsync(link);
        Assert.Equal(HttpStatusCode.OK, part.StatusCode);
        Assert.Equal(whole, await part.Content.ReadAsByteArrayAsync());
        Assert.Null(part.Headers.ETag);
        Assert.Empty(part.Headers.AcceptRanges);
        using var head = await gateway.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, link));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(part.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.True(head.Content.Headers.ContentLength is null or 0 || head.Content.Headers.ContentLength == whole.Length);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await gateway.Client.PostAsync(link, null)).StatusCode);
    }

    [Fact]
    public async Task A_token_that_was_changed_ended_or_is_of_another_route_serves_nothing()
    {
        var asked = 0;
        await using var host = await ForeignHost.StartAsync(context =>
        {
            asked++;
            return SendAsync(context, Png, "image/png");
        });
        await using var gateway = await StartAsync(host, Answer(host));
        var link = (await AskAsync(gateway)).Links.Single();
        var at = link.Length / 2;
        await AssertAnswersAsync(HttpStatusCode.NotFound, link[..at] + (link[at] == 'A' ? 'B' : 'A') + link[(at + 1)..]);
        await AssertAnswersAsync(HttpStatusCode.NotFound, link.Replace(".png", ".html", StringComparison.Ordinal));
        await AssertAnswersAsync(HttpStatusCode.NotFound, link + "/x");
        await AssertAnswersAsync(HttpStatusCode.NotFound, "/.gbgateway/other");
        var links = new SignedLinks([Encoding.UTF8.GetBytes(Secret)]);
        var token = new LinkToken(DateTimeOffset.MaxValue, "default", "", "1", host.Url + "/a.png");
        await AssertAnswersAsync(HttpStatusCode.Gone, Path(links.Seal(token with { Expires = DateTimeOffset.UnixEpoch })));
        await AssertAnswersAsync(HttpStatusCode.NotFound, Path(links.Seal(token with { Route = "other" })));
        await AssertAnswersAsync(HttpStatusCode.BadGateway, Path(links.Seal(token with { Url = "http://127.0.0.1:1/a.png" })));
        Assert.Equal(0, asked);
        await AssertAnswersAsync(HttpStatusCode.OK, Path(links.Seal(token)));

        gateway.Configuration["GbGateway:Defaults:MediaLinks"] = "Refuse";
        gateway.Configuration.Reload();
        await AssertAnswersAsync(HttpStatusCode.NotFound, Path(links.Seal(token)));

        async Task AssertAnswersAsync(HttpStatusCode status, string path)
        {
            using var response = await gateway.Client.GetAsync(path);
            Assert.Equal(status, response.StatusCode);
            if (status != HttpStatusCode.OK)
            {
                Assert.DoesNotContain("127.0.0.1", await response.Content.ReadAsStringAsync());
            }
        }

        static string Path(string token) => SignedLinks.Path + token + ".png";
    }

    [Theory]
    [InlineData("/html", HttpStatusCode.BadGateway), InlineData("/json", HttpStatusCode.BadGateway), InlineData("/svg", HttpStatusCode.BadGateway), InlineData("/cut", HttpStatusCode.BadGateway)]
    [InlineData("/gone", HttpStatusCode.BadGateway), InlineData("/long", HttpStatusCode.BadGateway), InlineData("/endless", HttpStatusCode.BadGateway), InlineData("/metadata", HttpStatusCode.BadGateway)]
    [InlineData("/slow", HttpStatusCode.GatewayTimeout), InlineData("/film", HttpStatusCode.BadGateway), InlineData("/broken", HttpStatusCode.BadGateway)]
    public async Task A_host_that_serves_something_else_or_without_end_serves_nothing(string path, HttpStatusCode status)
    {
        await using var host = await ForeignHost.StartAsync(ServeBadlyAsync);
        await using var gateway = await StartAsync(host, $$"""{"data":[{"url":"{{host.Url}}{{path}}"}]}""", settings: [("GbGateway:Limits:MaxPictureBytes", "100000"), ("GbGateway:Defaults:LinkTimeout", "00:00:02")]);
        var link = (await AskAsync(gateway)).Links.Single();
        HttpResponseMessage response;
        try
        {
            response = await gateway.Client.GetAsync(link).WaitAsync(TestGateway.Patience);
        }
        catch (HttpRequestException)
        {
            // A picture that stopped in the middle is a broken answer, never a clean end.
            Assert.Contains(path, (string[])["/cut", "/slow", "/endless", "/broken"]);
            return;
        }
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.Equal(status, response.StatusCode);
            Assert.StartsWith("{\"error\":", text);
            Assert.DoesNotContain("127.0.0.1", text);
            Assert.DoesNotContain("secret", text);
            Assert.DoesNotContain("169.254", text);
        }
    }

    [Theory]
    [InlineData("https://other.example/a.png", "which neither"), InlineData("https://u:p@x.example/a.png", "malformed"), InlineData("http://169.254.169.254/a.png", "which neither")]
    [InlineData("https://other.example/a.mp4", "SoundAndVideo")]
    public async Task A_link_that_may_not_be_followed_refuses_the_answer(string url, string why)
    {
        await using var host = await ForeignHost.StartAsync(static context => SendAsync(context, Png, "image/png"));
        await using var gateway = await StartAsync(host, $$"""{"data":[{"url":"{{url}}"}]}""");
        using var response = await gateway.Client.PostAsync("/v1/images/generations", Chat.Request());
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains(why, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Links_to_hosts_that_are_labelled_already_pass()
    {
        await using var host = await ForeignHost.StartAsync(static context => SendAsync(context, Png, "image/png"));
        await using var gateway = await StartAsync(host, """{"data":[{"url":"https://cdn.labelled.example/a.png"},{"url":"https://cdn.labelled.example/a.mp4"}]}""",
            settings: [("GbGateway:Defaults:LabelledHosts", "*.labelled.example")]);
        using var response = await gateway.Client.PostAsync("/v1/images/generations", Chat.Request());
        Assert.Contains("https://cdn.labelled.example/a.png", await response.Content.ReadAsStringAsync());
    }

    private static Task<TestGateway> StartAsync(ForeignHost host, string answer, string type = "application/json", params (string Key, string? Value)[] settings) =>
        StartAsync(host, answer, type, null, settings);

    private static Task<TestGateway> StartAsync(ForeignHost host, string answer, string type, LedgerSink? sink, params (string Key, string? Value)[] settings)
    {
        var file = System.IO.Path.GetTempFileName();
        File.WriteAllText(file, Secret);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead);
        }
        return TestGateway.StartAsync(context =>
        {
            context.Response.ContentType = type;
            return context.Response.WriteAsync(answer);
        }, sink, [("GbGateway:PublicBaseUrl", "https://ai.example/"), ("GbGateway:LinkKeyFile", file), ("GbGateway:Defaults:InternalLinkHosts", host.Url), .. settings]);
    }

    private static string Answer(ForeignHost host) => $$"""{"data":[{"url":"{{host.Url}}/a.png"}]}""";

    private static async Task<(string Text, string[] Links)> AskAsync(TestGateway gateway)
    {
        using var response = await gateway.Client.PostAsync("/v1/images/generations", Chat.Request());
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (text, [.. Link().Matches(text).Select(static match => new Uri(match.Value).PathAndQuery)]);
    }

    private static async Task ServeBadlyAsync(HttpContext context)
    {
        var response = context.Response;
        switch (context.Request.Path.Value)
        {
            case "/html":
                await SendAsync(context, "<html><script>alert('secret')</script></html>"u8.ToArray(), "image/png");
                break;
            case "/json":
                await SendAsync(context, """{"choices":[{"message":{"content":"secret"}}]}"""u8.ToArray(), "image/png");
                break;
            case "/svg":
                await SendAsync(context, "<svg xmlns='http://www.w3.org/2000/svg'><script>secret</script></svg>"u8.ToArray(), "image/svg+xml");
                break;
            case "/film":
                await SendAsync(context, [0, 0, 0, 24, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'i', (byte)'s', (byte)'o', (byte)'m', .. new byte[64]], "video/mp4");
                break;
            case "/cut":
                await SendAsync(context, Png[..(Png.Length / 2)], "image/png");
                break;
            case "/broken":
                response.ContentLength = Png.Length;
                await response.Body.WriteAsync(Png.AsMemory(0, Png.Length / 2));
                context.Abort();
                break;
            case "/gone":
                response.StatusCode = 404;
                await response.WriteAsync("secret");
                break;
            case "/long":
                await SendAsync(context, [.. Png, .. new byte[200_000]], "image/png");
                break;
            case "/endless":
                await response.Body.WriteAsync(Png);
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await response.Body.WriteAsync(new byte[4096], context.RequestAborted);
                }
                break;
            case "/slow":
                await response.Body.WriteAsync(Png.AsMemory(0, 100));
                await response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            default:
                response.StatusCode = 302;
                response.Headers.Location = "http://169.254.169.254/latest/meta-data/secret";
                break;
        }
    }

    private static Task SendAsync(HttpContext context, byte[] body, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    [GeneratedRegex("https://ai\\.example/\\.gbgateway/media/[^\"]+")]
    private static partial Regex Link();
}
