namespace GbGateway.Content.Profiles.Anthropic;

/// <summary>Anthropic's older text completions.</summary>
public static class AnthropicCompletions
{
    /// <summary>One text; in streams, events of pieces.</summary>
    public static ApiProfile Text { get; } = new("anthropic-complete", "/v1/complete")
    {
        IsToldByShape = true,
        Errors = ErrorDialect.Anthropic,
        Refusals =
        [
            new("""
                "type":"completion","completion":"","stop_reason":"refusal","stop":null}
                """, "completion"),
        ],
        Document = SlotTree.Of(
            new("stop_reason", SlotKind.Mark),
            new("completion", SlotKind.Text)),
        Stream = SlotTree.Of(
            new("type", SlotKind.EventType),
            new("id", SlotKind.Echo, "completion"),
            new("model", SlotKind.Echo, "completion"),
            new("completion", SlotKind.Text, "completion")
            {
                Event = new("""
                    "type":"completion","completion":"{text}","stop_reason":null}
                    """, "completion"),
            },
            new("stop_reason", SlotKind.Finish, "completion"),
            new("type", SlotKind.Error, "error")),
    };
}
