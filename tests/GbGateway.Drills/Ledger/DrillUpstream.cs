using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace GbGateway.Drills.Ledger;

/// <summary>A model API that answers whole or in events, as the request's path says; each answer holds the request's own word.</summary>
internal sealed class DrillUpstream : IAsyncDisposable
{
    public const int Events = 12;

    private readonly WebApplication _app;

    private DrillUpstream(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public static async Task<DrillUpstream> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(static kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        return new DrillUpstream(app);
    }

    /// <summary>The whole answer with <paramref name="word"/> in it.</summary>
    public static string Document(string word) =>
        $$"""{"id":"1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"{{word}} {{Filler}}"},"finish_reason":"stop"}]}""";

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string Filler { get; } = string.Join(' ', Enumerable.Range(0, 200));

    private static async Task AnswerAsync(HttpContext context)
    {
        var word = context.Request.Headers["X-Word"].ToString();
        if (context.Request.Headers["X-Stream"].Count == 0)
        {
            var document = Encoding.UTF8.GetBytes(Document(word));
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = document.Length;
            await context.Response.Body.WriteAsync(document);
            return;
        }
        context.Response.ContentType = "text/event-stream";
        for (var i = 0; i < Events; i++)
        {
            await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture,
                $"data: {{\"id\":\"1\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{word} {i} \"}},\"finish_reason\":null}}]}}\n\n"));
            await context.Response.Body.FlushAsync();
            await Task.Delay(2);
        }
        await context.Response.WriteAsync("data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
    }
}
