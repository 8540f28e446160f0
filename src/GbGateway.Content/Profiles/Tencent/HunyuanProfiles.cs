namespace GbGateway.Content.Profiles.Tencent;

/// <summary>Hunyuan's native API.</summary>
public static class HunyuanProfiles
{
    /// <summary>ChatCompletions and the picture jobs; all requests go to the root path, so the answer's shape tells them.</summary>
    public static ApiProfile Native { get; } = new("hunyuan", "/hunyuan")
    {
        IsToldByShape = true,
        Errors = ErrorDialect.Tencent,
        SplicesFinish = true,
        Refusals =
        [
            new("""
                "Choices":[{"Index":{run},"Delta":{"Role":"assistant","Content":""},"FinishReason":"sensitive"}]}
                """),
        ],
        Document = SlotTree.Of(
            new("Response.Choices[].Message.Content", SlotKind.Text),
            new("Response.Choices[].Message.ReasoningContent", SlotKind.SideText),
            new("Response.Choices[].Message.ToolCalls", SlotKind.ToolCalls) { WhenBlocked = "[]"u8.ToArray() },
            new("Response.Choices[].Message.ToolCalls[].Function.Arguments", SlotKind.Arguments),
            new("Response.Choices[].FinishReason", SlotKind.Finish) { WhenBlocked = "\"sensitive\""u8.ToArray() },
            new("Response.ResultVideoUrl", SlotKind.Audio),
            new("Response.ResultImage", SlotKind.Image),
            new("Response.ResultImage[]", SlotKind.Image)),
        Stream = SlotTree.Of(
            new("Id", SlotKind.Echo),
            new("Created", SlotKind.Echo),
            new("Note", SlotKind.Echo),
            new("ErrorMsg", SlotKind.Error),
            new("Choices[].Index", SlotKind.RunIndex),
            new("Choices[].Delta.Content", SlotKind.Text)
            {
                Event = new("""
                    "Choices":[{"Index":{run},"Delta":{"Role":"assistant","Content":"{text}"},"FinishReason":""}]}
                    """),
            },
            new("Choices[].Delta.ReasoningContent", SlotKind.SideText)
            {
                Event = new("""
                    "Choices":[{"Index":{run},"Delta":{"Role":"assistant","Content":"","ReasoningContent":"{text}"},"FinishReason":""}]}
                    """),
            },
            new("Choices[].Delta.ToolCalls[].Index", SlotKind.PartIndex),
            new("Choices[].Delta.ToolCalls[].Function.Arguments", SlotKind.Arguments)
            {
                Event = new("""
                    "Choices":[{"Index":{run},"Delta":{"Role":"assistant","Content":"","ToolCalls":[{"Index":{part},"Function":{"Arguments":"{text}"}}]},"FinishReason":""}]}
                    """),
            },
            new("Choices[].FinishReason", SlotKind.Finish)),
    };
}
