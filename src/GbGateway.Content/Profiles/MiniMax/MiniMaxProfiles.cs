namespace GbGateway.Content.Profiles.MiniMax;

/// <summary>MiniMax's own chat; its second speaks OpenAI's dialect, its sound and pictures are tasks.</summary>
public static class MiniMaxProfiles
{
    /// <summary>ChatCompletion Pro: messages of bots, and the last of them once more as the reply.</summary>
    public static ApiProfile Pro { get; } = new("minimax-pro", "/text/chatcompletion_pro")
    {
        IsToldByShape = true,
        Refusals =
        [
            new("""
                "choices":[{"index":{run},"finish_reason":"content_filter","messages":[]}],"output_sensitive":true,"base_resp":{"status_code":1027,"status_msg":"output new_sensitive"}}
                """),
        ],
        Document = SlotTree.Of(
            new("base_resp", SlotKind.Mark),
            new("reply", SlotKind.Copy),
            new("choices[].messages[].text", SlotKind.Text),
            new("choices[].finish_reason", SlotKind.Finish) { WhenBlocked = "\"content_filter\""u8.ToArray() }),
        Stream = SlotTree.Of(
            new("created", SlotKind.Echo),
            new("model", SlotKind.Echo),
            new("request_id", SlotKind.Echo),
            new("error", SlotKind.Error),
            new("choices[].index", SlotKind.RunIndex),
            new("choices[].messages[].text", SlotKind.Text)
            {
                Event = new("""
                    "choices":[{"index":{run},"messages":[{"sender_type":"BOT","text":"{text}"}]}]}
                    """),
            },
            new("choices[].finish_reason", SlotKind.Finish),
            new("reply", SlotKind.Copy)),
    };
}
