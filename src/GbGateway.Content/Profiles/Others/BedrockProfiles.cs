namespace GbGateway.Content.Profiles.Others;

/// <summary>Amazon Bedrock, where it answers whole: its streams are binary frames, which are refused.</summary>
public static class BedrockProfiles
{
    /// <summary>Converse, and what the model families answer to <c>invoke</c> in shapes of their own.</summary>
    public static ApiProfile Native { get; } = new("bedrock", "/model/*/converse", "/model/*/invoke", "/model/*/converse-stream", "/model/*/invoke-with-response-stream")
    {
        IsToldByShape = true,
        Errors = ErrorDialect.Message,
        Document = SlotTree.Of(
            new("output.message.content[].text", SlotKind.Text),
            new("output.message.content[].reasoningContent.reasoningText.text", SlotKind.SideText),
            new("output.message.content[].image.source.bytes", SlotKind.Image),
            new("results[].outputText", SlotKind.Text),
            new("content[].text", SlotKind.Text),
            new("content[].type", SlotKind.TextType),
            new("content[].thinking", SlotKind.SideText),
            new("generation", SlotKind.Text),
            new("outputs[].text", SlotKind.Text),
            new("generations[].text", SlotKind.Text),
            new("completions[].data.text", SlotKind.Text),
            new("completion", SlotKind.Text),
            new("choices[].message.content", SlotKind.Text),
            new("artifacts[].base64", SlotKind.Image),
            new("images[]", SlotKind.Image),
            new("stopReason", SlotKind.Mark),
            new("stop_reason", SlotKind.Mark),
            new("results[].completionReason", SlotKind.Mark),
            new("outputs[].stop_reason", SlotKind.Mark)),
        Stream = SlotTree.Of(new ContentSlot("error", SlotKind.Error)),
    };
}
