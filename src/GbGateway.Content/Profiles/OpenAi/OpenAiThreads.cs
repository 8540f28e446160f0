namespace GbGateway.Content.Profiles.OpenAi;

/// <summary>The Assistants API: messages of threads, among them those that users wrote.</summary>
public static class OpenAiThreads
{
    /// <summary>Messages, one or many, and the events of a run.</summary>
    public static ApiProfile Messages { get; } = new(
        "openai-threads", "/threads/*/messages", "/threads/*/messages/*", "/threads/*/runs", "/threads/runs", "/threads/*/runs/*/submit_tool_outputs")
    {
        IsToldByShape = true,
        EndsWithDone = true,
        ReusesRuns = true,
        Document = SlotTree.Of(
            new("role", SlotKind.Author),
            new("data[].role", SlotKind.Author),
            new("content[].text.value", SlotKind.Text),
            new("data[].content[].text.value", SlotKind.Text)),
        Stream = SlotTree.Of(
            new("object", SlotKind.EventType),
            new("id", SlotKind.Echo, "thread.message.delta"),
            new("role", SlotKind.Author),
            new("delta.content[].index", SlotKind.RunIndex),
            new("delta.content[].text.value", SlotKind.Text, "thread.message.delta")
            {
                Event = new("""
                    "object":"thread.message.delta","delta":{"content":[{"index":{run},"type":"text","text":{"value":"{text}"}}]}}
                    """, "thread.message.delta"),
            },
            new("completed_at", SlotKind.End, "thread.message"),
            new("incomplete_at", SlotKind.End, "thread.message"),
            new("content[].text.value", SlotKind.Copy, "thread.message"),
            new("error", SlotKind.Error)),
    };
}
