namespace GbGateway.Content.Profiles.OpenAi;

/// <summary>OpenAI's APIs, and everyone compatible: vLLM, SGLang, DeepSeek, Moonshot, Zhipu v4, DashScope's compatible mode, Ark, Azure, Qianfan v2.</summary>
public static class OpenAiProfiles
{
    private static readonly TextEvent ChatDelta =
        new("""
            "choices":[{"index":{run},"delta":{"content":"{text}"},"logprobs":null,"finish_reason":null}]}
            """);

    private static readonly TextEvent ChatRefusal =
        new("""
            "choices":[{"index":{run},"delta":{"refusal":"{text}"},"logprobs":null,"finish_reason":"content_filter"}]}
            """);

    private static ReadOnlyMemory<byte> ContentFilter { get; } = "\"content_filter\""u8.ToArray();

    // A choice's message: words, a refusal in their place, what is spoken, pictures; and thoughts of many names.
    private static ContentSlot[] Answer =>
    [
        new("choices[].message.content", SlotKind.Text),
        new("choices[].message.content[].text", SlotKind.Text),
        new("choices[].message.content[].type", SlotKind.TextType),
        new("choices[].message.refusal", SlotKind.Text) { Side = SideTexts.Refusals },
        new("choices[].message.audio.transcript", SlotKind.Text) { Side = SideTexts.Transcripts },
        new("choices[].message.tool_calls", SlotKind.ToolCalls) { WhenBlocked = "[]"u8.ToArray() },
        new("choices[].message.tool_calls[].function.arguments", SlotKind.Arguments),
        new("choices[].message.tool_calls[].custom.input", SlotKind.SideText) { Side = SideTexts.ToolArguments },
        new("choices[].message.function_call.arguments", SlotKind.Arguments),
        new("choices[].message.reasoning_content", SlotKind.SideText),
        new("choices[].message.reasoning", SlotKind.SideText),
        new("choices[].message.reasoning_details[].text", SlotKind.SideText),
        new("choices[].message.reasoning_details[].summary", SlotKind.SideText),
        new("choices[].message.content[].thinking[].text", SlotKind.SideText),
        new("choices[].message.content[].summary[].text", SlotKind.SideText),
        new("choices[].message.images[].image_url.url", SlotKind.Image),
        new("choices[].message.images[].image_url", SlotKind.Image),
        new("choices[].message.images[]", SlotKind.Image),
        new("choices[].message.content[].image_url.url", SlotKind.Image),
        new("choices[].message.content[].image_url", SlotKind.Image),
        new("choices[].message.content[].image", SlotKind.Image),
        new("choices[].message.audio.data", SlotKind.Audio),
        new("choices[].logprobs", SlotKind.TokenTexts),
        new("choices[].finish_reason", SlotKind.Finish) { WhenBlocked = ContentFilter },
    ];

    private static ContentSlot[] AnswerEvents =>
    [
        new("id", SlotKind.Echo),
        new("object", SlotKind.Echo),
        new("created", SlotKind.Echo),
        new("model", SlotKind.Echo),
        new("system_fingerprint", SlotKind.Echo),
        new("service_tier", SlotKind.Echo),
        new("provider", SlotKind.Echo),
        new("error", SlotKind.Error),
        new("choices[].index", SlotKind.RunIndex),
        new("choices[].delta.content", SlotKind.Text) { Event = ChatDelta },
        new("choices[].delta.content[].text", SlotKind.Text) { Event = ChatDelta },
        new("choices[].delta.content[].type", SlotKind.TextType),
        new("choices[].delta.refusal", SlotKind.Text) { Side = SideTexts.Refusals, Event = ChatSide("refusal") },
        new("choices[].delta.audio.transcript", SlotKind.Text)
        {
            Side = SideTexts.Transcripts,
            Event = new("\"choices\":[{\"index\":{run},\"delta\":{\"audio\":{\"transcript\":\"{text}\"}},\"finish_reason\":null}]}"),
        },
        new("choices[].delta.reasoning_content", SlotKind.SideText) { Event = ChatSide("reasoning_content") },
        new("choices[].delta.reasoning", SlotKind.SideText) { Event = ChatSide("reasoning") },
        new("choices[].delta.reasoning_details[].text", SlotKind.SideText) { Event = ChatDetails("reasoning.text", "text") },
        new("choices[].delta.reasoning_details[].summary", SlotKind.SideText) { Event = ChatDetails("reasoning.summary", "summary") },
        new("choices[].delta.tool_calls[].index", SlotKind.PartIndex),
        new("choices[].delta.tool_calls[].function.arguments", SlotKind.Arguments) { Event = ChatCall("function", "arguments") },
        new("choices[].delta.tool_calls[].custom.input", SlotKind.SideText) { Side = SideTexts.ToolArguments, Event = ChatCall("custom", "input") },
        new("choices[].delta.function_call.arguments", SlotKind.Arguments)
        {
            Event = new("""
                "choices":[{"index":{run},"delta":{"function_call":{"arguments":"{text}"}},"finish_reason":null}]}
                """),
        },
        new("choices[].delta.content[].thinking[].text", SlotKind.SideText)
        {
            Event = new("\"choices\":[{\"index\":{run},\"delta\":{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"{text}\"}]}]},\"finish_reason\":null}]}"),
        },
        new("choices[].logprobs", SlotKind.TokenTexts),
        new("choices[].delta.images[].image_url.url", SlotKind.Image),
        new("choices[].delta.images[].image_url", SlotKind.Image),
        new("choices[].delta.images[]", SlotKind.Image),
        new("choices[].delta.content[].image_url.url", SlotKind.Image),
        new("choices[].delta.content[].image_url", SlotKind.Image),
        new("choices[].delta.content[].image", SlotKind.Image),
        new("choices[].delta.audio.data", SlotKind.Audio),
        new("choices[].message.content", SlotKind.Copy), // MiniMax ends its streams with the whole message
        new("choices[].message.images[].image_url.url", SlotKind.Image),
        new("choices[].message.audio.data", SlotKind.Audio),
        new("choices[].finish_reason", SlotKind.Finish),
    ];

    /// <summary>Chat completions.</summary>
    public static ApiProfile Chat { get; } = new(
        "openai-chat", "/chat/completions", "/chat/completion", "/agents/completions", "/text/chatcompletion_v2", "/chatcompletions")
    {
        IsToldByShape = true,
        EndsWithDone = true,
        Refusals = [ChatRefusal],
        Document = SlotTree.Of(Answer),
        Stream = SlotTree.Of(AnswerEvents),
    };

    /// <summary>Code to be put between two others, in the shape of a chat.</summary>
    public static ApiProfile Infill { get; } = new("openai-fim", "/fim/completions")
    {
        AnswersCode = true,
        EndsWithDone = true,
        Refusals = [ChatRefusal],
        Document = SlotTree.Of(Answer),
        Stream = SlotTree.Of(AnswerEvents),
    };

    /// <summary>The older text completions, and chats that are asked for on the same path.</summary>
    public static ApiProfile Completions { get; } = new("openai-completions", "/completions")
    {
        IsToldByShape = true,
        EndsWithDone = true,
        Refusals =
        [
            new("""
                "choices":[{"text":"","index":{run},"logprobs":null,"finish_reason":"content_filter"}]}
                """),
        ],
        Document = SlotTree.Of([.. Answer, new("choices[].text", SlotKind.Text)]),
        Stream = SlotTree.Of([
            .. AnswerEvents,
            new("choices[].text", SlotKind.Text)
            {
                Event = new("""
                    "choices":[{"text":"{text}","index":{run},"logprobs":null,"finish_reason":null}]}
                    """),
            }]),
    };

    /// <summary>Image generation, edits and variations, whole and streamed with partial pictures; also Ark's, Zhipu's, Together's, SiliconFlow's, Qianfan's.</summary>
    public static ApiProfile Images { get; } = new(
        "openai-images", "/images/generations", "/images/edits", "/images/variations", "/image/generations", "/text2image/*", "/image2image/*")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(
            new("data[].b64_json", SlotKind.Image),
            new("data[].b64_image", SlotKind.Image),
            new("data[].url", SlotKind.Image),
            new("images[].url", SlotKind.Image)),
        Stream = SlotTree.Of(
            new("type", SlotKind.EventType),
            new("error", SlotKind.Error),
            new("b64_json", SlotKind.Image),
            new("url", SlotKind.Image, "image_generation.partial_image"),
            new("url", SlotKind.Image, "image_generation.partial_succeeded"),
            new("url", SlotKind.Image, "image_generation.completed"),
            new("url", SlotKind.Image, "image_edit.partial_image"),
            new("url", SlotKind.Image, "image_edit.completed"),
            new("data[].b64_json", SlotKind.Image),
            new("data[].url", SlotKind.Image)),
    };

    /// <summary>Speech: events of sound, where they are asked for.</summary>
    public static ApiProfile Speech { get; } = new("openai-speech", "/audio/speech")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(new ContentSlot("audio", SlotKind.Audio)),
        Stream = SlotTree.Of(
            new("type", SlotKind.EventType),
            new("type", SlotKind.Mark),
            new("error", SlotKind.Error),
            new("audio", SlotKind.Audio, "speech.audio.delta")),
    };

    /// <summary>The Responses API.</summary>
    public static ApiProfile Responses { get; } = new OpenAiResponses();

    /// <summary>Batch results: each line holds an answer of another API.</summary>
    public static ApiProfile Batch { get; } = new("openai-batch", "/files/*/content")
    {
        IsToldByShape = true,
        StreamKind = BodyKind.Ndjson,
        StreamsByDefault = true,
        LinesAreDocuments = true,
        AnswersFiles = true,
        Document = SlotTree.Of(
            new("response.body.choices[].message.content", SlotKind.Text),
            new("response.body.choices[].message.reasoning_content", SlotKind.SideText),
            new("response.body.choices[].message.reasoning", SlotKind.SideText),
            new("response.body.choices[].message.refusal", SlotKind.Text) { Side = SideTexts.Refusals },
            new("response.body.choices[].message.tool_calls", SlotKind.ToolCalls) { WhenBlocked = "[]"u8.ToArray() },
            new("response.body.choices[].message.tool_calls[].function.arguments", SlotKind.Arguments),
            new("response.body.choices[].logprobs", SlotKind.TokenTexts),
            new("response.body.choices[].finish_reason", SlotKind.Finish) { WhenBlocked = ContentFilter },
            new("response.body.choices[].text", SlotKind.Text),
            new("response.body.output[].content[].text", SlotKind.Text),
            new("response.body.output[].content[].type", SlotKind.TextType),
            new("response.body.output[].content[].refusal", SlotKind.Text) { Side = SideTexts.Refusals },
            new("response.body.output[].summary[].text", SlotKind.SideText),
            new("response.body.output[].arguments", SlotKind.Arguments),
            new("response.body.data[].b64_json", SlotKind.Image),
            new("response.body.data[].url", SlotKind.Image)),
        Stream = SlotTree.Of(new ContentSlot("error", SlotKind.Error)),
    };

    private static TextEvent ChatSide(string name) => new(
        "\"choices\":[{\"index\":{run},\"delta\":{\"" + name + "\":\"{text}\"},\"logprobs\":null,\"finish_reason\":null}]}");

    private static TextEvent ChatDetails(string type, string name) => new(
        "\"choices\":[{\"index\":{run},\"delta\":{\"reasoning_details\":[{\"type\":\"" + type + "\",\"" + name + "\":\"{text}\",\"index\":0}]},\"finish_reason\":null}]}");

    private static TextEvent ChatCall(string kind, string name) => new(
        "\"choices\":[{\"index\":{run},\"delta\":{\"tool_calls\":[{\"index\":{part},\"" + kind + "\":{\"" + name + "\":\"{text}\"}}]},\"logprobs\":null,\"finish_reason\":null}]}");
}
