namespace GbGateway.Content.Profiles.Mistral;

/// <summary>Mistral's conversations and agents; its chats speak OpenAI's dialect.</summary>
public static class MistralConversations
{
    /// <summary>Numbered outputs: messages, what tools did, hand-overs.</summary>
    public static ApiProfile Native { get; } = new("mistral-conversations", "/v1/conversations", "/v1/conversations/*")
    {
        IsToldByShape = true,
        Errors = ErrorDialect.Message,
        Document = SlotTree.Of(
            new("conversation_id", SlotKind.Mark),
            new("outputs[].content", SlotKind.Text),
            new("outputs[].content[].text", SlotKind.Text),
            new("outputs[].content[].type", SlotKind.TextType),
            new("outputs[].content[].thinking[].text", SlotKind.SideText),
            new("outputs[].arguments", SlotKind.Arguments)),
        Stream = SlotTree.Of(
            new("type", SlotKind.EventType),
            new("output_index", SlotKind.RunIndex),
            new("id", SlotKind.Echo, "message.output.delta"),
            new("created_at", SlotKind.Echo, "message.output.delta"),
            new("model", SlotKind.Echo, "message.output.delta"),
            new("agent_id", SlotKind.Echo, "message.output.delta"),
            new("content_index", SlotKind.Echo, "message.output.delta"),
            new("content", SlotKind.Text, "message.output.delta") { Event = Delta("\"{text}\"") },
            new("content.text", SlotKind.Text, "message.output.delta") { Event = Delta("\"{text}\"") },
            new("content.type", SlotKind.TextType, "message.output.delta"),
            new("content.thinking[].text", SlotKind.SideText, "message.output.delta")
            {
                Event = Delta("{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"{text}\"}]}"),
            },
            new("arguments", SlotKind.Arguments, "function.call.delta"),
            new("type", SlotKind.End, "conversation.response.done"),
            new("type", SlotKind.Error, "conversation.response.error")),
    };

    private static TextEvent Delta(string content) => new(
        "\"type\":\"message.output.delta\",\"output_index\":{run},\"role\":\"assistant\",\"content\":" + content + "}", "message.output.delta");
}
