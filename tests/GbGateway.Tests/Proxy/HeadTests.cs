using System.Net;
using System.Net.Http.Headers;
using GbGateway.Labels;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace GbGateway.Tests.Proxy;

/// <summary>T4, T14, T31: heads stay true of the bytes that follow.</summary>
public sealed class HeadTests
{
    [Fact]
    public async Task What_was_true_of_the_upstreams_bytes_only_is_dropped()
    {
        await using var gateway = await TestGateway.StartAsync(static context =>
        {
            foreach (var name in (string[])["ETag", "Digest", "Content-Digest", "Repr-Digest", "Content-MD5", "Accept-Ranges"])
            {
                context.Response.Headers[name] = "\"1\"";
            }
            context.Response.Headers["X-Request-Id"] = "7";
            return Chat.SendJsonAsync(context);
        });
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
        Assert.Equal(["7"], response.Headers.GetValues("X-Request-Id"));
        Assert.Null(response.Headers.ETag);
        var names = response.Headers.Concat(response.Content.Headers).Select(static header => header.Key).ToArray();
        Assert.Empty(names.Intersect(["Digest", "Content-Digest", "Repr-Digest", "Content-MD5", "Accept-Ranges"], StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_implicit_label_stands_in_head_and_body_with_one_number()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context));
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.True(AigcMetadata.TryParse(System.Text.Encoding.UTF8.GetBytes(response.Headers.GetValues("AIGC-Metadata").Single()), out var label));
        Assert.Equal(TestGateway.Producer, label!.ContentProducer);
        Assert.Contains($"\"ProduceID\":\"{label.ProduceID}\"", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Labels_the_upstream_speaks_of_are_replaced_and_no_connection_option_takes_ours_away()
    {
        await using var gateway = await TestGateway.StartAsync(static context =>
        {
            context.Response.Headers["AIGC-Metadata"] = "forged";
            context.Response.Headers["AIGC-Explicit-Label"] = "forged";
            context.Response.Headers.Connection = "AIGC-Metadata";
            return Chat.SendJsonAsync(context);
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat.Path) { Content = Chat.Request() };
        request.Headers.Connection.Add("AIGC-Metadata");
        using var response = await gateway.Client.SendAsync(request);
        Assert.StartsWith("{\"AIGC\":", response.Headers.GetValues("AIGC-Metadata").Single());
        Assert.False(response.Headers.Contains("AIGC-Explicit-Label"));
        Assert.DoesNotContain("AIGC-Metadata", response.Headers.Connection);
    }

    [Theory]
    [InlineData(",\"response_format\":{\"type\":\"json_object\"}", "End")]
    [InlineData("", "OutOfBand")]
    public async Task A_label_that_does_not_stand_in_the_text_stands_in_the_head(string request, string placement)
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context), ("GbGateway:Defaults:TextLabel", placement));
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request(request));
        Assert.Equal(Chat.Label, Uri.UnescapeDataString(response.Headers.GetValues("AIGC-Explicit-Label").Single()));
        Assert.Contains("\"content\":\"你好 world\"", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Where_the_operator_wants_no_label_headers_there_are_none()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context), ("GbGateway:Routes:default:AigcHeader", "false"));
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.False(response.Headers.Contains("AIGC-Metadata"));
        Assert.Contains(Chat.Label, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task HEAD_says_nothing_about_bytes_nobody_has_seen()
    {
        await using var gateway = await TestGateway.StartAsync(static context =>
        {
            context.Response.ContentType = "image/png";
            context.Response.ContentLength = 1234;
            context.Response.Headers.ETag = "\"1\"";
            return Task.CompletedTask;
        });
        using var response = await gateway.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/view?filename=a.png"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Content.Headers.ContentLength is null or 0, "a length of other bytes was told");
        Assert.Null(response.Headers.ETag);
    }

    [Theory, InlineData(204), InlineData(205)]
    public async Task Answers_without_a_body_pass(int status)
    {
        await using var gateway = await TestGateway.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.ETag = "\"1\"";
            return Task.CompletedTask;
        });
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("\"1\"", response.Headers.ETag?.Tag);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.False(response.Headers.Contains("AIGC-Metadata"));
    }

    [Fact]
    public async Task The_upstream_is_asked_for_whole_and_plain_bodies()
    {
        IHeaderDictionary? asked = null;
        await using var gateway = await TestGateway.StartAsync(context =>
        {
            asked = new HeaderDictionary(context.Request.Headers.ToDictionary(static one => one.Key, static one => one.Value));
            return Chat.SendJsonAsync(context);
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat.Path) { Content = Chat.Request() };
        request.Headers.Range = new RangeHeaderValue(0, 9);
        request.Headers.IfRange = new RangeConditionHeaderValue("\"1\"");
        request.Headers.AcceptEncoding.ParseAdd("gzip, br, zstd");
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal("identity", asked!.AcceptEncoding);
        Assert.Equal(0, asked.Range.Count);
        Assert.Equal(0, asked["If-Range"].Count);
    }

    [Theory, InlineData(400), InlineData(429), InlineData(500)]
    public async Task Errors_of_the_upstream_pass_byte_for_byte(int status)
    {
        const string Error = """{"error":{"message":"no","type":"x","param":null,"code":1.0}}""";
        await using var gateway = await TestGateway.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "3";
            return Chat.SendJsonAsync(context, Error);
        });
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(Error, await response.Content.ReadAsStringAsync());
        Assert.Equal("3", response.Headers.GetValues("Retry-After").Single());
        Assert.False(response.Headers.Contains("AIGC-Metadata"));
    }

    [Fact]
    public async Task What_is_no_content_passes_with_its_length()
    {
        const string Models = """{"object":"list","data":[{"id":"m","created":1e3}]}""";
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context, Models));
        using var response = await gateway.Client.GetAsync("/v1/models");
        Assert.Equal(Models, await response.Content.ReadAsStringAsync());
        Assert.Equal(Models.Length, response.Content.Headers.ContentLength);
        Assert.False(response.Headers.Contains("AIGC-Metadata"));
    }
}
