namespace GbGateway.Content.Profiles.Others;

/// <summary>Amazon Bedrock. Its streams are binary messages, whose events are told by their names (<see cref="Bodies.Amazon.AmazonEventBody"/>).</summary>
public static class BedrockProfiles
{
    /// <summary>Converse, and what the model families answer to <c>invoke</c> in shapes of their own.</summary>
    public static ApiProfile Native { get; } = new("bedrock", "/model/*/converse", "/model/*/invoke")
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

    /// <summary>Converse's streams, and what models stream in shapes of their own; others are told by those.</summary>
    public static ApiProfile Streams { get; } = new("bedrock-stream", "/model/*/converse-stream", "/model/*/invoke-with-response-stream")
    {
        Errors = ErrorDialect.Message,
        Document = Native.Document,
        Stream = SlotTree.OfNamed(
            new("contentBlockIndex", SlotKind.RunIndex),
            new("contentBlockDelta.contentBlockIndex", SlotKind.RunIndex),
            new("contentBlockStop.contentBlockIndex", SlotKind.RunIndex),
            new("delta.text", SlotKind.Text, "contentBlockDelta") { Event = new("\"contentBlockIndex\":{run},\"delta\":{\"text\":\"{text}\"}}", "contentBlockDelta") },
            new("delta.reasoningContent.text", SlotKind.SideText, "contentBlockDelta")
            {
                Event = new("\"contentBlockIndex\":{run},\"delta\":{\"reasoningContent\":{\"text\":\"{text}\"}}}", "contentBlockDelta"),
            },
            new("delta.toolUse.input", SlotKind.Arguments, "contentBlockDelta")
            {
                Event = new("\"contentBlockIndex\":{run},\"delta\":{\"toolUse\":{\"input\":\"{text}\"}}}", "contentBlockDelta"),
            },
            new("contentBlockIndex", SlotKind.Finish, "contentBlockStop"),
            new("stopReason", SlotKind.End, "messageStop"),
            new("contentBlockDelta.delta.text", SlotKind.Text)
            {
                Event = new("\"contentBlockDelta\":{\"delta\":{\"text\":\"{text}\"},\"contentBlockIndex\":{run}}}"),
            },
            new("contentBlockStop.contentBlockIndex", SlotKind.Finish),
            new("messageStop.stopReason", SlotKind.End),
            new("outputText", SlotKind.Text) { Event = new("\"outputText\":\"{text}\",\"index\":{run},\"completionReason\":null}") },
            new("completionReason", SlotKind.Finish),
            new("generation", SlotKind.Text) { Event = new("\"generation\":\"{text}\",\"stop_reason\":null}") },
            new("stop_reason", SlotKind.Finish),
            new("outputs[].text", SlotKind.Text) { Event = new("\"outputs\":[{\"text\":\"{text}\",\"stop_reason\":null}]}") },
            new("outputs[].stop_reason", SlotKind.Finish),
            new("text", SlotKind.Text) { Event = new("\"text\":\"{text}\",\"is_finished\":false}") },
            new("is_finished", SlotKind.Finish)),
    };
}
