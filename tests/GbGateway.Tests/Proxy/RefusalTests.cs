using System.Net;
using System.Text.Json;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace GbGateway.Tests.Proxy;

/// <summary>T6, T26, T31, T33: what can't be labelled does not leave, and the client is told in its own dialect.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData(Chat.Path, "{\"choices\":[{\"message\":{\"content\":\"a\"}", "well-formed")]
    [InlineData(Chat.Path, "hello", "neither JSON")]
    [InlineData("/v1/images/generations", "{\"data\":[{\"url\":\"http://127.0.0.1/a.png\"}]}", "MediaLinks")]
    public async Task A_refusal_is_a_clean_502_that_says_why(string path, string body, string why)
    {
        await using var gateway = await TestGateway.StartAsync(context => Chat.SendJsonAsync(context, body));
        using var response = await gateway.Client.PostAsync(path, Chat.Request());
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(bytes.Length, response.Content.Headers.ContentLength);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        using var json = JsonDocument.Parse(bytes);
        var error = json.RootElement.GetProperty("error");
        Assert.Equal("label_unavailable", error.GetProperty("code").GetString());
        Assert.Contains(why, error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Ollama_is_told_in_its_own_dialect()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context, "{\"message\":"));
        using var response = await gateway.Client.PostAsync("/api/chat", Chat.Request(",\"stream\":false"));
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.StartsWith("label_unavailable: ", json.RootElement.GetProperty("error").GetString());
    }

    [Fact]
    public async Task An_answer_over_the_cap_is_refused_and_counted()
    {
        await using var gateway = await TestGateway.StartAsync(
            static context => Chat.SendJsonAsync(context, Chat.Answer.Replace("world", new string('w', 10_000), StringComparison.Ordinal)), ("GbGateway:Limits:MaxBodyBytes", "4096"));
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.DoesNotContain("www", await response.Content.ReadAsStringAsync());
        var metrics = await gateway.MetricsAsync();
        Assert.Contains("gbgateway_refusals_total{reason=\"too_large\"} 1", metrics);
        Assert.Contains("gbgateway_requests_total{route=\"default\",profile=\"openai-chat\",status=\"5xx\"} 1", metrics);
    }

    [Fact]
    public async Task A_document_cut_in_the_middle_is_a_502()
    {
        await using var gateway = await TestGateway.StartAsync(async static context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("{\"choices\":["); // and no more: the server closes the connection
        });
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("\"upstream_cut\"", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_part_of_a_body_is_refused()
    {
        await using var gateway = await TestGateway.StartAsync(static context =>
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = "bytes 0-3/10";
            return Chat.SendJsonAsync(context, "abcd");
        });
        using var response = await gateway.Client.GetAsync("/view");
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Empty(response.Content.Headers.ContentRange?.ToString() ?? "");
    }

    [Theory]
    [InlineData("audio/mpeg", "SoundAndVideo"), InlineData("video/mp4", "SoundAndVideo")]
    public async Task Sound_and_video_are_refused_unless_the_operator_passes_them(string type, string key)
    {
        static Task Send(HttpContext context, string type)
        {
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(new byte[64]).AsTask();
        }
        await using var closed = await TestGateway.StartAsync(context => Send(context, type));
        using var refused = await closed.Client.GetAsync("/v1/audio/speech");
        Assert.Equal(HttpStatusCode.BadGateway, refused.StatusCode);
        Assert.Contains(key, await refused.Content.ReadAsStringAsync());
        await using var open = await TestGateway.StartAsync(context => Send(context, type), ($"GbGateway:Defaults:{key}", "Pass"));
        using var passed = await open.Client.GetAsync("/v1/audio/speech");
        Assert.Equal(new byte[64], await passed.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task An_upstream_that_can_not_be_reached_is_an_error_in_JSON_without_addresses()
    {
        await using var gateway = await TestGateway.StartWithoutUpstreamAsync();
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("\"upstream_unreachable\"", text);
        Assert.DoesNotContain("127.0.0.1", text);
    }
}
