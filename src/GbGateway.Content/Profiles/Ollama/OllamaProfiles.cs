namespace GbGateway.Content.Profiles.Ollama;

/// <summary>Ollama's native APIs: lines of JSON unless the request says <c>"stream":false</c>.</summary>
public static class OllamaProfiles
{
    /// <summary>Chat.</summary>
    public static ApiProfile Chat { get; } = new("ollama-chat", "/api/chat")
    {
        IsToldByShape = true,
        StreamKind = BodyKind.Ndjson,
        StreamsByDefault = true,
        Errors = ErrorDialect.Plain,
        Refusals =
        [
            new("""
                "message":{"role":"assistant","content":""},"done":true,"done_reason":"content_filter"}
                """),
        ],
        Document = SlotTree.Of(
            new("done", SlotKind.Mark),
            new("done_reason", SlotKind.Finish) { WhenBlocked = "\"content_filter\""u8.ToArray() },
            new("logprobs", SlotKind.TokenTexts),
            new("message.content", SlotKind.Text),
            new("message.thinking", SlotKind.SideText),
            new("message.tool_calls", SlotKind.ToolCalls) { WhenBlocked = "[]"u8.ToArray() },
            new("message.tool_calls[].function.arguments", SlotKind.Arguments),
            new("message.images[]", SlotKind.Image)),
        Stream = SlotTree.Of(
            new("model", SlotKind.Echo),
            new("created_at", SlotKind.Echo),
            new("error", SlotKind.Error),
            new("message.content", SlotKind.Text)
            {
                Event = new("""
                    "message":{"role":"assistant","content":"{text}"},"done":false}
                    """),
            },
            new("message.thinking", SlotKind.SideText)
            {
                Event = new("""
                    "message":{"role":"assistant","content":"","thinking":"{text}"},"done":false}
                    """),
            },
            new("message.tool_calls[].function.arguments", SlotKind.Arguments),
            new("logprobs", SlotKind.TokenTexts),
            new("message.images[]", SlotKind.Image),
            new("done", SlotKind.Finish)),
    };

    /// <summary>Completion, and pictures where the model makes them.</summary>
    public static ApiProfile Generate { get; } = new("ollama-generate", "/api/generate")
    {
        IsToldByShape = true,
        StreamKind = BodyKind.Ndjson,
        StreamsByDefault = true,
        Errors = ErrorDialect.Plain,
        Refusals =
        [
            new("""
                "response":"","done":true,"done_reason":"content_filter"}
                """),
        ],
        Document = SlotTree.Of(
            new("done", SlotKind.Mark),
            new("done_reason", SlotKind.Finish) { WhenBlocked = "\"content_filter\""u8.ToArray() },
            new("logprobs", SlotKind.TokenTexts),
            new("response", SlotKind.Text),
            new("thinking", SlotKind.SideText),
            new("image", SlotKind.Image)),
        Stream = SlotTree.Of(
            new("model", SlotKind.Echo),
            new("created_at", SlotKind.Echo),
            new("error", SlotKind.Error),
            new("response", SlotKind.Text)
            {
                Event = new("""
                    "response":"{text}","done":false}
                    """),
            },
            new("thinking", SlotKind.SideText)
            {
                Event = new("""
                    "response":"","thinking":"{text}","done":false}
                    """),
            },
            new("logprobs", SlotKind.TokenTexts),
            new("image", SlotKind.Image),
            new("done", SlotKind.Finish)),
    };
}
