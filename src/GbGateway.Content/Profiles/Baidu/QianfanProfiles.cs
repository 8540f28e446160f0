namespace GbGateway.Content.Profiles.Baidu;

/// <summary>Qianfan's first API (ERNIE); its second speaks OpenAI's dialect.</summary>
public static class QianfanProfiles
{
    /// <summary>Chat, completions and plugins, errors with status 200 among them.</summary>
    public static ApiProfile V1 { get; } = new(
        "qianfan", "/wenxinworkshop/chat/*", "/wenxinworkshop/completions/*", "/wenxinworkshop/plugin/*", "/wenxinworkshop/erniebot/plugin")
    {
        IsToldByShape = true,
        Errors = ErrorDialect.Qianfan,
        SplicesFinish = true,
        Refusals =
        [
            new("""
                "is_end":true,"is_truncated":false,"result":"","need_clear_history":true,"finish_reason":"content_filter"}
                """),
        ],
        Document = SlotTree.Of(
            new("need_clear_history", SlotKind.Mark),
            new("finish_reason", SlotKind.Finish) { WhenBlocked = "\"content_filter\""u8.ToArray() },
            new("result", SlotKind.Text)),
        Stream = SlotTree.Of(
            new("need_clear_history", SlotKind.Mark),
            new("id", SlotKind.Echo),
            new("object", SlotKind.Echo),
            new("created", SlotKind.Echo),
            new("result", SlotKind.Text)
            {
                Event = new("""
                    "is_end":false,"is_truncated":false,"result":"{text}","need_clear_history":false}
                    """),
            },
            new("is_end", SlotKind.Finish)),
    };
}
