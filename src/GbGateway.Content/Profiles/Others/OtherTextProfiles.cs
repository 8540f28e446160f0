namespace GbGateway.Content.Profiles.Others;

/// <summary>Text APIs with dialects of their own.</summary>
public static class OtherTextProfiles
{
    /// <summary>Cohere's second chat API: typed events, content in numbered parts.</summary>
    public static ApiProfile Cohere { get; } = new("cohere", "/v2/chat")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(
            new("message.content[].text", SlotKind.Text),
            new("message.content[].type", SlotKind.TextType),
            new("message.content[].thinking", SlotKind.SideText),
            new("message.tool_plan", SlotKind.SideText),
            new("message.tool_calls", SlotKind.ToolCalls) { WhenBlocked = "[]"u8.ToArray() },
            new("message.tool_calls[].function.arguments", SlotKind.Arguments)),
        Stream = SlotTree.Of(
            new("type", SlotKind.EventType),
            new("index", SlotKind.RunIndex),
            new("delta.message.content.text", SlotKind.Text, "content-delta")
            {
                Event = new("""
                    "type":"content-delta","index":{run},"delta":{"message":{"content":{"text":"{text}"}}}}
                    """, "content-delta"),
            },
            new("delta.message.content.thinking", SlotKind.SideText)
            {
                Event = new("""
                    "type":"content-delta","index":{run},"delta":{"message":{"content":{"thinking":"{text}"}}}}
                    """, "content-delta"),
            },
            new("delta.message.tool_plan", SlotKind.SideText, "tool-plan-delta")
            {
                Event = new("""
                    "type":"tool-plan-delta","delta":{"message":{"tool_plan":"{text}"}}}
                    """, "tool-plan-delta"),
            },
            new("delta.message.tool_calls.function.arguments", SlotKind.Arguments, "tool-call-delta")
            {
                Event = new("""
                    "type":"tool-call-delta","index":{run},"delta":{"message":{"tool_calls":{"function":{"arguments":"{text}"}}}}}
                    """, "tool-call-delta"),
            },
            new("type", SlotKind.Finish, "tool-call-end"),
            new("type", SlotKind.Finish, "content-end"),
            new("type", SlotKind.End, "message-end")),
    };

    /// <summary>Cohere's first chat API.</summary>
    public static ApiProfile CohereV1 { get; } = new("cohere-v1", "/v1/chat")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(
            new("generation_id", SlotKind.Mark),
            new("response_id", SlotKind.Mark),
            new("text", SlotKind.Text)),
        Stream = SlotTree.Of(
            new("event_type", SlotKind.EventType),
            new("text", SlotKind.Text, "text-generation")
            {
                Event = new("""
                    "is_finished":false,"event_type":"text-generation","text":"{text}"}
                    """),
            },
            new("event_type", SlotKind.End, "stream-end"),
            new("response.text", SlotKind.Copy, "stream-end")),
    };

    /// <summary>Cloudflare's Workers AI.</summary>
    public static ApiProfile Cloudflare { get; } = new("cloudflare", "/ai/run/*")
    {
        Document = SlotTree.Of(
            new("result.response", SlotKind.Text),
            new("result.image", SlotKind.Image)),
        Stream = SlotTree.Of(
            new ContentSlot("response", SlotKind.Text)
            {
                Event = new("""
                    "response":"{text}"}
                    """),
            }),
    };

    /// <summary>Text Generation Inference's own API: tokens, then the whole text once more.</summary>
    public static ApiProfile Tgi { get; } = new("tgi", "/generate", "/generate_stream")
    {
        Document = SlotTree.Of(
            new("generated_text", SlotKind.Text),
            new("[].generated_text", SlotKind.Text),
            new("text[]", SlotKind.Text)),
        Stream = SlotTree.Of(
            new("token.text", SlotKind.Text)
            {
                Event = new("""
                    "token":{"id":0,"text":"{text}","logprob":0,"special":false},"generated_text":null,"details":null}
                    """),
            },
            new("generated_text", SlotKind.End),
            new("generated_text", SlotKind.Copy)),
    };

    /// <summary>llama.cpp's own completion.</summary>
    public static ApiProfile LlamaCpp { get; } = new("llamacpp", "/completion", "/infill")
    {
        IsToldByShape = true,
        SplicesFinish = true,
        Document = SlotTree.Of(
            new("generation_settings", SlotKind.Mark),
            new("content", SlotKind.Text)),
        Stream = SlotTree.Of(
            new("content", SlotKind.Text)
            {
                Event = new("""
                    "content":"{text}","stop":false}
                    """),
            },
            new("stop", SlotKind.Finish)),
    };
}
