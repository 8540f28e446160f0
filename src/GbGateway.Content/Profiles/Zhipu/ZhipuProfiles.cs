namespace GbGateway.Content.Profiles.Zhipu;

/// <summary>Zhipu's third API; its fourth speaks OpenAI's dialect.</summary>
public static class ZhipuProfiles
{
    /// <summary>Whole answers in JSON, streams of plain text.</summary>
    public static ApiProfile V3 { get; } = new("zhipu-v3", "/model-api/*/invoke", "/model-api/*/sse-invoke", "/model-api/*/async-invoke", "/model-api/-/async-invoke/*")
    {
        IsToldByShape = true,
        PlainText = new PlainTextEvents("add", "finish", "interrupted", "error"),
        Document = SlotTree.Of(new ContentSlot("data.choices[].content", SlotKind.Text)),
        Stream = SlotTree.Of(new ContentSlot("error", SlotKind.Error)),
    };
}
