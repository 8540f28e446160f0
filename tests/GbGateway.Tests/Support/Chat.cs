using System.Text;
using GbGateway.Labels.Text;
using Microsoft.AspNetCore.Http;

namespace GbGateway.Tests.Support;

/// <summary>Requests and answers of a chat API.</summary>
public static class Chat
{
    public const string Path = "/v1/chat/completions";
    public const string Answer = """{"id":"1","choices":[{"index":0,"message":{"role":"assistant","content":"你好 world"},"finish_reason":"stop"}]}""";
    public const string Event = "data: {\"id\":\"1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"},\"finish_reason\":null}]}\n\n";
    public const string End = "data: {\"id\":\"1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    public const string Label = ExplicitTextLabel.DefaultWording;

    public static StringContent Request(string extra = "") =>
        new($$"""{"model":"m"{{extra}},"messages":[{"role":"user","content":"hi"}]}""", Encoding.UTF8, "application/json");

    public static StringContent StreamRequest() => Request(",\"stream\":true");

    public static Task SendJsonAsync(HttpContext context, string json = Answer)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(json);
        return context.Response.WriteAsync(json);
    }

    public static async Task SendEventAsync(HttpContext context, string text = Event)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream";
        }
        await context.Response.WriteAsync(text);
        await context.Response.Body.FlushAsync();
    }

    /// <summary>Posts and comes back with the head.</summary>
    public static Task<HttpResponseMessage> OpenStreamAsync(HttpClient client) =>
        client.SendAsync(new HttpRequestMessage(HttpMethod.Post, Path)
        {
            Content = StreamRequest(),
            Version = client.DefaultRequestVersion,
            VersionPolicy = client.DefaultVersionPolicy,
        }, HttpCompletionOption.ResponseHeadersRead);

    /// <summary>Reads until the text holds <paramref name="mark"/>.</summary>
    public static async Task<string> ReadUntilAsync(Stream stream, string mark)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains(mark, StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer).AsTask().WaitAsync(TestGateway.Patience);
            Assert.True(read > 0, $"the stream ended before {mark}");
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        return text.ToString();
    }

    /// <summary>Reads to the end, or to the break.</summary>
    public static async Task<(string Text, bool Broken)> ReadRestAsync(Stream stream)
    {
        var bytes = new MemoryStream();
        try
        {
            await stream.CopyToAsync(bytes).WaitAsync(TestGateway.Patience);
            return (Encoding.UTF8.GetString(bytes.ToArray()), false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return (Encoding.UTF8.GetString(bytes.ToArray()), true);
        }
    }
}
