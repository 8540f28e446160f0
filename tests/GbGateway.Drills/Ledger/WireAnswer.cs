using System.Net.Sockets;
using System.Text;
using GbGateway.Labels.Text;

namespace GbGateway.Drills.Ledger;

/// <summary>Everything one client got of one answer, byte by byte, however it ended; and the judge of it.</summary>
internal sealed class WireAnswer(string word, bool isStream, byte[] bytes)
{
    private static readonly string Label = ExplicitTextLabel.DefaultWording;

    private readonly string _head = Encoding.Latin1.GetString(bytes, 0, HeadLength(bytes));

    public int Length => bytes.Length;

    /// <summary>The status code, or 0 if not even that arrived.</summary>
    public int Status => _head.Length > 12 && int.TryParse(_head.AsSpan(9, 3), out var status) ? status : 0;

    /// <summary>The ProduceID in the head, or null.</summary>
    public string? ProduceID
    {
        get
        {
            const string Before = "\"ProduceID\":\"";
            var at = _head.IndexOf(Before, StringComparison.Ordinal);
            return at < 0 ? null : _head.Substring(at + Before.Length, _head.IndexOf('"', at + Before.Length) - at - Before.Length);
        }
    }

    /// <summary>Asks once, and reads until the connection ends.</summary>
    public static async Task<WireAnswer> AskAsync(int port, string word, bool isStream)
    {
        using var got = new MemoryStream();
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            await using var stream = client.GetStream();
            const string Body = "{\"model\":\"m\",\"messages\":[]}";
            var request = $"POST /v1/chat/completions HTTP/1.1\r\nHost: drill\r\nConnection: close\r\nContent-Type: application/json\r\nX-Word: {word}\r\n{(isStream ? "X-Stream: 1\r\n" : "")}Content-Length: {Body.Length}\r\n\r\n{Body}";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
            await stream.CopyToAsync(got);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // the gateway was killed: what came before counts
        }
        return new WireAnswer(word, isStream, got.ToArray());
    }

    /// <summary>Says what is wrong with what left the gateway, or null: content of the model only ever leaves in a labelled answer.</summary>
    public string? FindMistake()
    {
        var body = Body(out var isWhole);
        var text = Encoding.UTF8.GetString(body);
        if (Status is not (0 or 200))
        {
            return text.Contains(word, StringComparison.Ordinal) || text.Contains("AIGC\"", StringComparison.Ordinal) ? $"an answer of status {Status} holds content" : null;
        }
        if (body.Length == 0)
        {
            return null;
        }
        if (ProduceID is not { } id)
        {
            return "a body left without an implicit label in its head";
        }
        if (!isStream)
        {
            var label = $$"""{"Label":"1","ContentProducer":"Drill.Producer","ProduceID":"{{id}}","ReservedCode1":"","ContentPropagator":"Drill.Producer","PropagateID":"{{id}}","ReservedCode2":""}""";
            var whole = DrillUpstream.Document(word);
            var cut = whole.IndexOf("\"},\"finish_reason\"", StringComparison.Ordinal);
            var expected = Encoding.UTF8.GetBytes(whole[..cut] + "\\n\\n" + Label + whole[cut..^1] + ",\"AIGC\":" + label + "}");
            return expected.AsSpan().StartsWith(body) ? isWhole && body.Length != expected.Length ? "a whole document is short" : null : "a document is not the labelled one: " + text;
        }
        var firstEnd = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (firstEnd >= 0 && !text[..firstEnd].Contains("\"AIGC\":{\"Label\":\"1\"", StringComparison.Ordinal))
        {
            return "a stream's first event has no implicit label: " + text;
        }
        var labelled = text.Contains(Label, StringComparison.Ordinal);
        return text.Contains("[DONE]", StringComparison.Ordinal) && !labelled ? "a whole stream has no explicit label: " + text : null;
    }

    // Without the head, and out of its chunks.
    private byte[] Body(out bool isWhole)
    {
        var start = HeadLength(bytes);
        isWhole = false;
        if (start == 0)
        {
            return [];
        }
        if (!_head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
        {
            isWhole = _head.Contains($"Content-Length: {bytes.Length - start}\r\n", StringComparison.OrdinalIgnoreCase);
            return bytes[start..];
        }
        var body = new MemoryStream();
        var rest = bytes.AsSpan(start);
        while (rest.IndexOf("\r\n"u8) is > 0 and var line && int.TryParse(rest[..line], System.Globalization.NumberStyles.HexNumber, null, out var length))
        {
            rest = rest[(line + 2)..];
            body.Write(rest[..Math.Min(length, rest.Length)]);
            if (length == 0 || rest.Length < length + 2)
            {
                isWhole = length == 0;
                break;
            }
            rest = rest[(length + 2)..];
        }
        return body.ToArray();
    }

    private static int HeadLength(byte[] bytes) => bytes.AsSpan().IndexOf("\r\n\r\n"u8) is >= 0 and var end ? end + 4 : 0;
}
