using System.Buffers;
using System.Text.Json;

namespace GbGateway.Demo;

/// <summary>A model API in this process, compatible with OpenAI's: fixed answers in Chinese and English, pictures it paints itself.</summary>
public sealed class DemoUpstream : IAsyncDisposable
{
    /// <summary>The answer to Chinese prompts.</summary>
    public const string Chinese = "晚霞把远山染成一层层的蓝，太阳正从山脊后落下。";

    /// <summary>The answer to other prompts.</summary>
    public const string English = "The evening light turns the far hills into layers of blue.";

    private static readonly string[] Formats = ["png", "jpeg", "webp"];

    private readonly WebApplication _app;
    private readonly Dictionary<string, byte[]> _pictures = [];

    /// <summary>Paints the pictures and sets up the listener on a free port of the loopback.</summary>
    public DemoUpstream()
    {
        for (var i = 0; i < Formats.Length; i++)
        {
            _pictures[Formats[i]] = DemoPicture.Paint(Formats[i], 768, 512, 0.2 + (0.3 * i));
        }
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.WebHost.UseKestrel(static kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Where it listens.</summary>
    public string Url => _app.Urls.First();

    /// <summary>Starts it.</summary>
    public Task StartAsync() => _app.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/v1/chat/completions" => ChatAsync(context),
        "/v1/images/generations" => ImagesAsync(context),
        "/pictures/hills.png" => SendAsync(context, "image/png", _pictures["png"]),
        "/pictures/hills.jpeg" => SendAsync(context, "image/jpeg", _pictures["jpeg"]),
        "/pictures/hills.webp" => SendAsync(context, "image/webp", _pictures["webp"]),
        "/v1/models" => SendAsync(context, "application/json", """{"object":"list","data":[{"id":"demo","object":"model"}]}"""u8.ToArray()),
        _ => NotFoundAsync(context),
    };

    private static async Task ChatAsync(HttpContext context)
    {
        var body = new byte[64 << 10];
        var length = await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
        var request = body.AsMemory(0, length);
        // Any character of three bytes in the prompt: it is asked in Chinese.
        var answer = request.Span.ContainsAnyInRange((byte)0xE4, (byte)0xE9) || request.Span.IndexOf("\\u"u8) >= 0 ? Chinese : English;
        if (Content.Profiles.OpenAi.OpenAiProfiles.Chat.ReadRequest(request.Span).Stream != true)
        {
            await SendAsync(context, "application/json", Write(json =>
            {
                WriteHead(json, "chat.completion");
                json.WriteStartArray("choices");
                json.WriteStartObject();
                json.WriteNumber("index", 0);
                json.WriteStartObject("message");
                json.WriteString("role", "assistant");
                json.WriteString("content", answer);
                json.WriteEndObject();
                json.WriteString("finish_reason", "stop");
                json.WriteEndObject();
                json.WriteEndArray();
            }));
            return;
        }
        context.Response.ContentType = "text/event-stream";
        for (var at = 0; at < answer.Length; at += 6)
        {
            await SendEventAsync(context, answer[at..Math.Min(answer.Length, at + 6)], null);
        }
        await SendEventAsync(context, null, "stop");
        await context.Response.Body.WriteAsync("data: [DONE]\n\n"u8.ToArray(), context.RequestAborted);
    }

    private static async Task SendEventAsync(HttpContext context, string? text, string? finish)
    {
        var json = Write(json =>
        {
            WriteHead(json, "chat.completion.chunk");
            json.WriteStartArray("choices");
            json.WriteStartObject();
            json.WriteNumber("index", 0);
            json.WriteStartObject("delta");
            if (text is not null)
            {
                json.WriteString("content", text);
            }
            json.WriteEndObject();
            json.WriteString("finish_reason", finish);
            json.WriteEndObject();
            json.WriteEndArray();
        });
        await context.Response.Body.WriteAsync((byte[])[.. "data: "u8, .. json, .. "\n\n"u8], context.RequestAborted);
    }

    private async Task ImagesAsync(HttpContext context)
    {
        var body = new byte[64 << 10];
        var length = await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
        var format = Array.Find(Formats, one => body.AsSpan(0, length).IndexOf(System.Text.Encoding.UTF8.GetBytes($"\"{one}\"")) >= 0) ?? "png";
        await SendAsync(context, "application/json", Write(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("created", 1767225600);
            json.WriteStartArray("data");
            json.WriteStartObject();
            json.WriteBase64String("b64_json", _pictures[format]);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("output_format", format);
        }));
    }

    private static void WriteHead(Utf8JsonWriter json, string kind)
    {
        json.WriteStartObject();
        json.WriteString("id", "chatcmpl-demo");
        json.WriteString("object", kind);
        json.WriteNumber("created", 1767225600);
        json.WriteString("model", "demo");
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return SendAsync(context, "application/json", """{"error":{"message":"no such path","type":"invalid_request_error","param":null,"code":null}}"""u8.ToArray());
    }

    private static async Task SendAsync(HttpContext context, string type, byte[] body)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
