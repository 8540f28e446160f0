namespace GbGateway.Content.Profiles.Anthropic;

/// <summary>Results of Anthropic's message batches.</summary>
public static class AnthropicBatch
{
    /// <summary>A line is one result, with a whole message in it.</summary>
    public static ApiProfile Results { get; } = new("anthropic-batch", "/messages/batches/*/results")
    {
        IsToldByShape = true,
        StreamKind = BodyKind.Ndjson,
        StreamsByDefault = true,
        LinesAreDocuments = true,
        Errors = ErrorDialect.Anthropic,
        Document = SlotTree.Of(
            new("result.message.content[].text", SlotKind.Text),
            new("result.message.content[].type", SlotKind.TextType),
            new("result.message.content[].thinking", SlotKind.SideText),
            new("result.message.content[].input", SlotKind.Arguments),
            new("result.message.stop_reason", SlotKind.Finish) { WhenBlocked = "\"refusal\""u8.ToArray() }),
        Stream = SlotTree.Of(new ContentSlot("error", SlotKind.Error)),
    };
}
