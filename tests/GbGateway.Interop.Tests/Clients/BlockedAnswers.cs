using System.Text.Json;
using GbGateway.Interop.Tests.Support;

namespace GbGateway.Interop.Tests.Clients;

/// <summary>Answers with a word in them, one whole and one streamed for each API, in the folder layout of the recordings.</summary>
internal static class BlockedAnswers
{
    /// <summary>Writes them to a folder of their own.</summary>
    public static Material Write(string word)
    {
        var material = Material.Of([]);
        var text = $"我喜欢{word}和茶";
        string[] pieces = ["我喜欢", word[..1], word[1..], "和茶"];
        foreach (var family in (string[])["openai-chat", "mistral", "groq"])
        {
            Add(material, family, "json", """{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"@"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""".Replace("@", text, StringComparison.Ordinal));
            Add(material, family, "sse", Data("""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""") + string.Concat(pieces.Select(piece => Data("""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"@"},"finish_reason":null}]}""".Replace("@", piece, StringComparison.Ordinal))))
                + Data("""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""") + "data: [DONE]\n\n");
        }
        var response = """{"id":"r1","object":"response","created_at":1,"status":"completed","error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,"model":"m","output":[{"type":"message","id":"i1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"@","annotations":[]}]}],"parallel_tool_calls":true,"previous_response_id":null,"reasoning":{"effort":null,"summary":null},"store":true,"temperature":1.0,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":1.0,"truncation":"disabled","usage":{"input_tokens":1,"input_tokens_details":{"cached_tokens":0},"output_tokens":1,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":2},"user":null,"metadata":{}}""".Replace("@", text, StringComparison.Ordinal);
        Add(material, "openai-responses", "json", response);
        var (number, item) = (0, "\"item_id\":\"i1\",\"output_index\":0,\"content_index\":0");
        var opened = response.Replace("\"status\":\"completed\",\"error\"", "\"status\":\"in_progress\",\"error\"", StringComparison.Ordinal);
        opened = opened[..opened.IndexOf("\"output\":[", StringComparison.Ordinal)] + "\"output\":[]" + opened[opened.IndexOf(",\"parallel_tool_calls\"", StringComparison.Ordinal)..];
        Add(material, "openai-responses", "sse",
            Event("response.created", $"\"sequence_number\":{number++},\"response\":{opened}")
            + Event("response.output_item.added", $"\"sequence_number\":{number++},\"output_index\":0,\"item\":{{\"type\":\"message\",\"id\":\"i1\",\"status\":\"in_progress\",\"role\":\"assistant\",\"content\":[]}}")
            + Event("response.content_part.added", $"\"sequence_number\":{number++},{item},\"part\":{{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]}}")
            + string.Concat(pieces.Select(piece => Event("response.output_text.delta", $"\"sequence_number\":{number++},{item},\"delta\":\"{piece}\"")))
            + Event("response.output_text.done", $"\"sequence_number\":{number++},{item},\"text\":\"{text}\"")
            + Event("response.completed", $"\"sequence_number\":{number},\"response\":{response}"));
        Add(material, "anthropic", "json", """{"id":"m1","type":"message","role":"assistant","model":"claude","content":[{"type":"text","text":"@"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}""".Replace("@", text, StringComparison.Ordinal));
        Add(material, "anthropic", "sse",
            Event("message_start", """ "message":{"id":"m1","type":"message","role":"assistant","model":"claude","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}""")
            + Event("content_block_start", """ "index":0,"content_block":{"type":"text","text":""}""")
            + string.Concat(pieces.Select(piece => Event("content_block_delta", """ "index":0,"delta":{"type":"text_delta","text":"@"}""".Replace("@", piece, StringComparison.Ordinal))))
            + Event("content_block_stop", "\"index\":0") + Event("message_delta", """ "delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":9}""") + Event("message_stop", "\"x\":1"));
        Add(material, "gemini", "json", """{"candidates":[{"content":{"parts":[{"text":"@"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"totalTokenCount":2}}""".Replace("@", text, StringComparison.Ordinal));
        Add(material, "gemini", "sse", string.Concat(pieces.Select(piece => Data("""{"candidates":[{"content":{"parts":[{"text":"@"}],"role":"model"},"index":0}]}""".Replace("@", piece, StringComparison.Ordinal))))
            + Data("""{"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}]}"""));
        Add(material, "ollama", "json", """{"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"@"},"done":true,"done_reason":"stop"}""".Replace("@", text, StringComparison.Ordinal));
        Add(material, "ollama", "ndjson", string.Concat(pieces.Select(piece => """{"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"@"},"done":false}""".Replace("@", piece, StringComparison.Ordinal) + "\n"))
            + """{"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop"}""" + "\n");
        Add(material, "cohere", "sse",
            Event("message-start", """ "id":"x","delta":{"message":{"role":"assistant","content":[],"tool_plan":"","tool_calls":[],"citations":[]}}""")
            + Event("content-start", """ "index":0,"delta":{"message":{"content":{"type":"text","text":""}}}""")
            + string.Concat(pieces.Select(piece => Event("content-delta", """ "index":0,"delta":{"message":{"content":{"text":"@"}}}""".Replace("@", piece, StringComparison.Ordinal))))
            + Event("content-end", "\"index\":0") + Event("message-end", """ "delta":{"finish_reason":"COMPLETE","usage":{"tokens":{"input_tokens":1,"output_tokens":1}}}"""));
        return material;
    }

    private static string Data(string json) => $"data: {json}\n\n";

    private static string Event(string type, string members) => $"event: {type}\ndata: {{\"type\":\"{type}\",{members}}}\n\n";

    private static void Add(Material material, string family, string kind, string body)
    {
        var folder = Directory.CreateDirectory(Path.Combine(material.Folder, "api", family, $"written-{kind}")).FullName;
        var type = kind == "sse" ? "text/event-stream" : kind == "ndjson" ? "application/x-ndjson" : "application/json";
        File.WriteAllText(Path.Combine(folder, "body"), body);
        File.WriteAllText(Path.Combine(folder, "meta.json"), JsonSerializer.Serialize(new
        {
            family, name = $"written-{kind}", status = 200, kind, content_type = type, method = "POST", url = "", headers = new[] { new[] { "Content-Type", type } }, size = body.Length, tags = Array.Empty<string>(),
        }));
    }
}
