namespace GbGateway.Content.Profiles.OpenAi;

/// <summary>What OpenAI's APIs keep and give out again, in lists, beside what users wrote.</summary>
public static class OpenAiStored
{
    /// <summary>Stored chats, and the items of conversations and responses.</summary>
    public static ApiProfile Lists { get; } = new("openai-stored", "/conversations/*/items", "/conversations/*/items/*", "/responses/*/input_items", "/chat/completions/*/messages")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(
            new("data[].choices", SlotKind.Mark),
            new("data[].role", SlotKind.Mark),
            new("data[].role", SlotKind.Author),
            new("data[].choices[].message.content", SlotKind.Text),
            new("data[].choices[].message.refusal", SlotKind.Text) { Side = SideTexts.Refusals },
            new("data[].choices[].message.reasoning_content", SlotKind.SideText),
            new("data[].choices[].message.tool_calls[].function.arguments", SlotKind.Arguments),
            new("data[].content", SlotKind.Text),
            new("data[].content[].text", SlotKind.Text),
            new("data[].content[].type", SlotKind.TextType),
            new("data[].type", SlotKind.TextType),
            new("data[].summary[].text", SlotKind.SideText),
            new("data[].arguments", SlotKind.Arguments),
            new("data[].result", SlotKind.Image)),
        Stream = SlotTree.Of(new ContentSlot("error", SlotKind.Error)),
    };
}
