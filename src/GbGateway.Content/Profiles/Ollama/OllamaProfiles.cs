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
        Document = SlotTree.Of(
            new("done", SlotKind.Mark),
            new("message.content", SlotKind.Text),
            new("message.thinking", SlotKind.SideText),
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
            new("message.thinking", SlotKind.SideText),
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
        Document = SlotTree.Of(
            new("done", SlotKind.Mark),
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
            new("thinking", SlotKind.SideText),
            new("image", SlotKind.Image),
            new("done", SlotKind.Finish)),
    };
}
