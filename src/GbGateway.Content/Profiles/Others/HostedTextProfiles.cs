namespace GbGateway.Content.Profiles.Others;

/// <summary>Text APIs of hosts, with dialects of their own.</summary>
public static class HostedTextProfiles
{
    /// <summary>IBM watsonx.ai, where it is asked for a completion; its chats speak OpenAI's dialect.</summary>
    public static ApiProfile Watsonx { get; } = new("watsonx", "/text/generation", "/text/generation_stream")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(new ContentSlot("results[].generated_text", SlotKind.Text)),
        Stream = SlotTree.Of(
            new("model_id", SlotKind.Echo),
            new("created_at", SlotKind.Echo),
            new("errors", SlotKind.Error),
            new("results[].generated_text", SlotKind.Text)
            {
                Event = new("""
                    "results":[{"generated_text":"{text}","generated_token_count":0,"input_token_count":0,"stop_reason":"not_finished"}]}
                    """),
            },
            new("results[].stop_reason", SlotKind.Finish)),
    };

    /// <summary>Aleph Alpha.</summary>
    public static ApiProfile AlephAlpha { get; } = new("aleph-alpha")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(
            new("model_version", SlotKind.Mark),
            new("completions[].completion", SlotKind.Text)),
        Stream = SlotTree.Of(
            new("type", SlotKind.EventType),
            new("index", SlotKind.RunIndex),
            new("completion", SlotKind.Text, "stream_chunk")
            {
                Event = new("""
                    "type":"stream_chunk","index":{run},"completion":"{text}"}
                    """, "stream_chunk"),
            },
            new("type", SlotKind.Finish, "stream_summary"),
            new("type", SlotKind.End, "completion_summary")),
    };

    /// <summary>SenseNova's own chat.</summary>
    public static ApiProfile SenseNova { get; } = new("sensenova", "/llm/chat-completions", "/llm/character/chat-completions")
    {
        IsToldByShape = true,
        EndsWithDone = true,
        Document = SlotTree.Of(
            new("data.choices[].message", SlotKind.Text),
            new("data.choices[].reasoning_content", SlotKind.SideText)),
        Stream = SlotTree.Of(
            new("error", SlotKind.Error),
            new("data.choices[].index", SlotKind.RunIndex),
            new("data.choices[].delta", SlotKind.Text)
            {
                Event = new("""
                    "data":{"choices":[{"index":{run},"role":"assistant","delta":"{text}","finish_reason":""}]},"status":{"code":0,"message":"ok"}}
                    """),
            },
            new("data.choices[].finish_reason", SlotKind.Finish)),
    };

    /// <summary>Databricks' model serving, where it answers as its models do.</summary>
    public static ApiProfile Databricks { get; } = new("databricks", "/serving-endpoints/*/invocations")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(new ContentSlot("predictions[].candidates[].text", SlotKind.Text)),
        Stream = SlotTree.Of(new ContentSlot("error", SlotKind.Error)),
    };
}
