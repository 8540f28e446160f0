namespace GbGateway.Content.Profiles.Others;

/// <summary>Text APIs with dialects of their own.</summary>
public static class OtherTextProfiles
{
    /// <summary>Cohere's second chat API: typed events, content in numbered parts.</summary>
    public static ApiProfile Cohere { get; } = new("cohere", "/v2/chat")
    {
        IsToldByShape = true,
        Errors = ErrorDialect.Message,
        Refusals =
        [
            new("""
                "type":"content-end","index":{run}}
                """, "content-end"),
            new("""
                "type":"message-end","delta":{"finish_reason":"ERROR","error":"{text}"}}
                """, "message-end"),
        ],
        Document = SlotTree.Of(
            new("message.content[].text", SlotKind.Text),
            new("message.content[].type", SlotKind.TextType),
            new("message.content[].thinking", SlotKind.SideText),
            new("message.tool_plan", SlotKind.SideText),
            new("message.tool_calls", SlotKind.ToolCalls) { WhenBlocked = "[]"u8.ToArray() },
            new("message.tool_calls[].function.arguments", SlotKind.Arguments)),
        Stream = SlotTree.Of(
            new("type", SlotKind.EventType),
            new("index", SlotKind.RunIndex),
            new("delta.message.content.text", SlotKind.Text, "content-delta")
            {
                Event = new("""
                    "type":"content-delta","index":{run},"delta":{"message":{"content":{"text":"{text}"}}}}
                    """, "content-delta"),
            },
            new("delta.message.content.thinking", SlotKind.SideText)
            {
                Event = new("""
                    "type":"content-delta","index":{run},"delta":{"message":{"content":{"thinking":"{text}"}}}}
                    """, "content-delta"),
            },
            new("delta.message.tool_plan", SlotKind.SideText, "tool-plan-delta")
            {
                Event = new("""
                    "type":"tool-plan-delta","delta":{"message":{"tool_plan":"{text}"}}}
                    """, "tool-plan-delta"),
            },
            new("delta.message.tool_calls.function.arguments", SlotKind.Arguments, "tool-call-delta")
            {
                Event = new("""
                    "type":"tool-call-delta","index":{run},"delta":{"message":{"tool_calls":{"function":{"arguments":"{text}"}}}}}
                    """, "tool-call-delta"),
            },
            new("type", SlotKind.Finish, "tool-call-end"),
            new("type", SlotKind.Finish, "content-end"),
            new("type", SlotKind.End, "message-end")),
    };

    /// <summary>Cohere's first APIs: chat, and generation.</summary>
    public static ApiProfile CohereV1 { get; } = new("cohere-v1", "/v1/chat", "/v1/summarize")
    {
        IsToldByShape = true,
        StreamKind = BodyKind.Ndjson,
        Errors = ErrorDialect.Message,
        Refusals =
        [
            new("""
                "is_finished":true,"event_type":"stream-end","finish_reason":"ERROR_TOXIC","response":{"text":"","finish_reason":"ERROR_TOXIC"}}
                """),
        ],
        Document = SlotTree.Of(
            new("generation_id", SlotKind.Mark),
            new("response_id", SlotKind.Mark),
            new("generations[].id", SlotKind.Mark),
            new("generations[].text", SlotKind.Text),
            new("summary", SlotKind.Text),
            new("text", SlotKind.Text)),
        Stream = SlotTree.Of(
            new("event_type", SlotKind.EventType),
            new("text", SlotKind.Text, "text-generation")
            {
                Event = new("""
                    "is_finished":false,"event_type":"text-generation","text":"{text}"}
                    """),
            },
            new("event_type", SlotKind.End, "stream-end"),
            new("response.text", SlotKind.Copy, "stream-end")),
    };

    /// <summary>Cloudflare's Workers AI; newer models answer in OpenAI's shapes inside of <c>result</c>.</summary>
    public static ApiProfile Cloudflare { get; } = new("cloudflare", "/ai/run/*", "/ai/run/*/*", "/ai/run/*/*/*")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(
            new("success", SlotKind.Mark),
            new("result.response", SlotKind.Text),
            new("result.summary", SlotKind.Text),
            new("result.translated_text", SlotKind.Text),
            new("result.description", SlotKind.Text),
            new("result.choices[].message.content", SlotKind.Text),
            new("result.choices[].message.reasoning_content", SlotKind.SideText),
            new("result.choices[].text", SlotKind.Text),
            new("result.output[].content[].text", SlotKind.Text),
            new("result.output[].content[].type", SlotKind.TextType),
            new("result.audio", SlotKind.Audio),
            new("result.image", SlotKind.Image)),
        Stream = SlotTree.Of(
            new("error", SlotKind.Error),
            new("errors", SlotKind.Error),
            new("response", SlotKind.Text)
            {
                Event = new("""
                    "response":"{text}"}
                    """),
            }),
    };

    /// <summary>Text Generation Inference's own API: tokens, then the whole text once more. Hugging Face's endpoints answer like it.</summary>
    public static ApiProfile Tgi { get; } = new("tgi", "/generate", "/generate_stream", "/models/*/*")
    {
        IsToldByShape = true,
        Errors = ErrorDialect.Plain,
        Document = SlotTree.Of(
            new("generated_text", SlotKind.Text),
            new("[].generated_text", SlotKind.Text),
            new("[].generated_text[].content", SlotKind.Text),
            new("[].summary_text", SlotKind.Text),
            new("[].translation_text", SlotKind.Text)),
        Stream = SlotTree.Of(
            new("error", SlotKind.Error),
            new("token.special", SlotKind.Thought),
            new("token.text", SlotKind.Text)
            {
                Event = new("""
                    "token":{"id":0,"text":"{text}","logprob":0,"special":false},"generated_text":null,"details":null}
                    """),
            },
            new("generated_text", SlotKind.Finish),
            new("generated_text", SlotKind.Copy)),
    };

    /// <summary>vLLM's own endpoint: every answer and every event says the whole text, the prompt first.</summary>
    public static ApiProfile Vllm { get; } = new("vllm-generate")
    {
        IsToldByShape = true,
        StreamKind = BodyKind.Ndjson,
        Document = SlotTree.Of(new ContentSlot("text[]", SlotKind.Text)),
        Stream = SlotTree.Of(new ContentSlot("text[]", SlotKind.Copy)),
    };

    /// <summary>SGLang's own endpoint: every event says the whole text.</summary>
    public static ApiProfile Sglang { get; } = new("sglang")
    {
        IsToldByShape = true,
        Cumulates = true,
        SplicesFinish = true,
        EndsWithDone = true,
        Document = SlotTree.Of(
            new("meta_info", SlotKind.Mark),
            new("[].meta_info", SlotKind.Mark),
            new("text", SlotKind.Text),
            new("[].text", SlotKind.Text)),
        Stream = SlotTree.Of(
            new("meta_info", SlotKind.Mark),
            new("error", SlotKind.Error),
            new("text", SlotKind.Text)
            {
                Event = new("""
                    "text":"{text}","meta_info":{"finish_reason":null}}
                    """),
            },
            new("meta_info.finish_reason", SlotKind.Finish)),
    };

    /// <summary>llama.cpp's own completion.</summary>
    public static ApiProfile LlamaCpp { get; } = new("llamacpp", "/completion")
    {
        IsToldByShape = true,
        SplicesFinish = true,
        Document = SlotTree.Of(
            new("generation_settings", SlotKind.Mark),
            new("timings", SlotKind.Mark),
            new("tokens_predicted", SlotKind.Mark),
            new("[].tokens_predicted", SlotKind.Mark),
            new("content", SlotKind.Text),
            new("[].content", SlotKind.Text)),
        Stream = SlotTree.Of(
            new("stop", SlotKind.Mark),
            new("error", SlotKind.Error),
            new("index", SlotKind.RunIndex),
            new("content", SlotKind.Text)
            {
                Event = new("""
                    "index":{run},"content":"{text}","tokens":[],"stop":false}
                    """),
            },
            new("stop", SlotKind.Finish)),
    };

    /// <summary>llama.cpp's code between two others.</summary>
    public static ApiProfile LlamaCppInfill { get; } = new("llamacpp-infill", "/infill")
    {
        AnswersCode = true,
        SplicesFinish = true,
        Document = LlamaCpp.Document,
        Stream = LlamaCpp.Stream,
    };

    /// <summary>AI21's older completions.</summary>
    public static ApiProfile Ai21 { get; } = new("ai21", "/studio/v1/*/complete")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(new ContentSlot("completions[].data.text", SlotKind.Text)),
        Stream = SlotTree.Of(new ContentSlot("error", SlotKind.Error)),
    };
}
