using System.Text.Json;

namespace GbGateway.Content.Profiles;

/// <summary>How an API words its errors, so that its clients report a typed error and not a parse failure.</summary>
public sealed class ErrorDialect
{
    /// <summary>The code of what a keyword blocked.</summary>
    public const string ContentFilter = "content_filter";

    private readonly Action<Utf8JsonWriter, string, string> _write;

    private ErrorDialect(Action<Utf8JsonWriter, string, string> write, string? eventName = null)
    {
        _write = write;
        EventName = eventName is null ? default : System.Text.Encoding.UTF8.GetBytes(eventName);
    }

    /// <summary>The SSE event name of an error in a stream; empty for none.</summary>
    public ReadOnlyMemory<byte> EventName { get; }

    /// <summary><c>{"error":{"message","type","param","code"}}</c>.</summary>
    public static ErrorDialect OpenAi { get; } = new(static (writer, code, message) =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("message"u8, message);
        writer.WriteString("type"u8, TypeOf(code, "gateway_error"));
        writer.WriteNull("param"u8);
        writer.WriteString("code"u8, code);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>An <c>error</c> event of the Responses API.</summary>
    public static ErrorDialect OpenAiResponses { get; } = new(static (writer, code, message) =>
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "error"u8);
        writer.WriteString("code"u8, code);
        writer.WriteString("message"u8, message);
        writer.WriteNull("param"u8);
        writer.WriteStartObject("error"u8);
        writer.WriteString("message"u8, message);
        writer.WriteString("type"u8, TypeOf(code, "gateway_error"));
        writer.WriteNull("param"u8);
        writer.WriteString("code"u8, code);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }, "error");

    /// <summary><c>{"type":"error","error":{"type","message"}}</c>.</summary>
    public static ErrorDialect Anthropic { get; } = new(static (writer, code, message) =>
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "error"u8);
        writer.WriteStartObject("error"u8);
        writer.WriteString("type"u8, TypeOf(code, "api_error"));
        writer.WriteString("message"u8, $"{code}: {message}");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }, "error");

    /// <summary><c>{"error":{"code","message","status"}}</c>.</summary>
    public static ErrorDialect Google { get; } = new(static (writer, code, message) =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, code == ContentFilter ? 400 : 502);
        writer.WriteString("message"u8, $"{code}: {message}");
        writer.WriteString("status"u8, code == ContentFilter ? "INVALID_ARGUMENT"u8 : "UNAVAILABLE"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary><c>{"code","message","request_id"}</c>.</summary>
    public static ErrorDialect DashScope { get; } = new(static (writer, code, message) =>
    {
        writer.WriteStartObject();
        writer.WriteString("code"u8, code);
        writer.WriteString("message"u8, message);
        writer.WriteString("request_id"u8, ""u8);
        writer.WriteEndObject();
    }, "error");

    /// <summary><c>{"error_code","error_msg"}</c>.</summary>
    public static ErrorDialect Qianfan { get; } = new(static (writer, code, message) =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("error_code"u8, 336000);
        writer.WriteString("error_msg"u8, $"{code}: {message}");
        writer.WriteEndObject();
    });

    /// <summary><c>{"Response":{"Error":{"Code","Message"}}}</c>.</summary>
    public static ErrorDialect Tencent { get; } = new(static (writer, code, message) =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("Response"u8);
        writer.WriteStartObject("Error"u8);
        writer.WriteString("Code"u8, code);
        writer.WriteString("Message"u8, message);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary><c>{"error":"code: message"}</c>.</summary>
    public static ErrorDialect Plain { get; } = new(static (writer, code, message) =>
    {
        writer.WriteStartObject();
        writer.WriteString("error"u8, $"{code}: {message}");
        writer.WriteEndObject();
    });

    /// <summary><c>{"message":"code: message"}</c>.</summary>
    public static ErrorDialect Message { get; } = new(static (writer, code, message) =>
    {
        writer.WriteStartObject();
        writer.WriteString("message"u8, $"{code}: {message}");
        writer.WriteEndObject();
    });

    /// <summary>Writes an error.</summary>
    public void Write(Utf8JsonWriter writer, string code, string message) => _write(writer, code, message);

    private static string TypeOf(string code, string otherwise) => code == ContentFilter ? "invalid_request_error" : otherwise;
}
