namespace GbGateway.Content.Profiles.Alibaba;

/// <summary>DashScope's native APIs: text, multimodal, applications, tasks. In streams every event may repeat the whole text: the label is only ever spliced into the last.</summary>
public static class DashScope
{
    private static ContentSlot[] Slots =>
    [
        new("output.text", SlotKind.Text) { Event = new("\"output\":{\"text\":\"{text}\",\"finish_reason\":\"null\"}}") },
        new("output.choices[].message.content", SlotKind.Text)
        {
            Event = new("\"output\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"{text}\"},\"finish_reason\":\"null\"}]}}"),
        },
        new("output.choices[].message.content[].text", SlotKind.Text)
        {
            Event = new("\"output\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"{text}\"}]},\"finish_reason\":\"null\"}]}}"),
        },
        new("output.message.content", SlotKind.Text)
        {
            Event = new("\"output\":{\"message\":{\"role\":\"assistant\",\"content\":\"{text}\"}}}"),
        },
        new("output.choices[].message.reasoning_content", SlotKind.SideText)
        {
            Event = new("\"output\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"\",\"reasoning_content\":\"{text}\"},\"finish_reason\":\"null\"}]}}"),
        },
        new("output.choices[].message.tool_calls[].index", SlotKind.PartIndex),
        new("output.choices[].message.tool_calls[].function.arguments", SlotKind.Arguments)
        {
            Event = new("\"output\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"index\":{part},\"function\":{\"arguments\":\"{text}\"}}]},\"finish_reason\":\"null\"}]}}"),
        },
        new("output.choices[].logprobs", SlotKind.TokenTexts),
        new("output.choices[].message.content[].image", SlotKind.Image),
        new("output.choices[].message.content[].audio", SlotKind.Audio),
        new("output.choices[].message.content[].video", SlotKind.Audio),
        new("output.results[].url", SlotKind.Image),
        new("output.results[].b64_image", SlotKind.Image),
        new("output.audio.data", SlotKind.Audio),
        new("output.audio.url", SlotKind.Audio),
        new("output.video_url", SlotKind.Audio),
        new("output.results.video_url", SlotKind.Audio),
        new("output.results[].video_url", SlotKind.Audio),
        new("output.image_url", SlotKind.Image),
        new("output.output_image_url", SlotKind.Image),
        new("output.result_url", SlotKind.Image),
        new("output.render_urls[]", SlotKind.Image),
    ];

    /// <summary>Every native endpoint that answers with content.</summary>
    public static ApiProfile Native { get; } = new(
        "dashscope", "/services/aigc/*/generation", "/services/aigc/*/image-synthesis", "/services/aigc/*/video-synthesis",
        "/services/aigc/*/*/generation", "/apps/*/completion", "/api/v1/tasks/*")
    {
        IsToldByShape = true,
        Errors = ErrorDialect.DashScope,
        SplicesFinish = true,
        Cumulates = true,
        Document = SlotTree.Of([
            .. Slots,
            new("output.finish_reason", SlotKind.Finish) { WhenBlocked = "\"content_filter\""u8.ToArray() },
            new("output.choices[].finish_reason", SlotKind.Finish) { WhenBlocked = "\"content_filter\""u8.ToArray() }]),
        Stream = SlotTree.Of([
            .. Slots,
            new("request_id", SlotKind.Echo),
            new("output.finish_reason", SlotKind.Finish),
            new("output.choices[].finish_reason", SlotKind.Finish),
            new("output.fininshed", SlotKind.Finish),
            new("output.finished", SlotKind.Finish)]),
    };
}
