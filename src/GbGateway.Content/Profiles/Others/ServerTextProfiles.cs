namespace GbGateway.Content.Profiles.Others;

/// <summary>Servers that people run themselves, with dialects of their own.</summary>
public static class ServerTextProfiles
{
    /// <summary>NVIDIA Triton's generate extension.</summary>
    public static ApiProfile Triton { get; } = new(
        "triton", "/models/*/generate", "/models/*/generate_stream", "/models/*/versions/*/generate", "/models/*/versions/*/generate_stream")
    {
        IsToldByShape = true,
        Errors = ErrorDialect.Plain,
        Document = SlotTree.Of(new ContentSlot("text_output", SlotKind.Text)),
        Stream = SlotTree.Of(
            new("model_name", SlotKind.Echo),
            new("model_version", SlotKind.Echo),
            new("error", SlotKind.Error),
            new("text_output", SlotKind.Text) { Event = new("\"text_output\":\"{text}\"}") }),
    };

    /// <summary>KoboldCpp, and those that speak like it.</summary>
    public static ApiProfile Kobold { get; } = new("kobold", "/api/v1/generate", "/api/latest/generate", "/api/extra/generate/stream", "/api/extra/generate/check")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(
            new("results[].finish_reason", SlotKind.Mark),
            new("results[].text", SlotKind.Text)),
        Stream = SlotTree.Of(
            new("finish_reason", SlotKind.Mark),
            new("token", SlotKind.Text) { Event = new("\"token\":\"{text}\",\"finish_reason\":null}") },
            new("finish_reason", SlotKind.Finish)),
    };

    /// <summary>LM Studio's own chat; its others speak OpenAI's dialect, and Anthropic's.</summary>
    public static ApiProfile LmStudio { get; } = new("lmstudio", "/api/v1/chat")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(
            new("model_instance_id", SlotKind.Mark),
            new("output[].content", SlotKind.Text),
            new("output[].type", SlotKind.TextType)),
        Stream = SlotTree.Of(
            new("type", SlotKind.EventType),
            new("content", SlotKind.Text, "message.delta") { Event = new("\"type\":\"message.delta\",\"content\":\"{text}\"}", "message.delta") },
            new("content", SlotKind.SideText, "reasoning.delta") { Event = new("\"type\":\"reasoning.delta\",\"content\":\"{text}\"}", "reasoning.delta") },
            new("type", SlotKind.End, "message.end"),
            new("type", SlotKind.End, "chat.end"),
            new("result.output[].content", SlotKind.Copy, "chat.end"),
            new("result.output[].type", SlotKind.TextType, "chat.end"),
            new("type", SlotKind.Error, "error")),
    };
}
