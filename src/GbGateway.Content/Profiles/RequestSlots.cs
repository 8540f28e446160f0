using GbGateway.Content.Bodies;

namespace GbGateway.Content.Profiles;

/// <summary>Reads facts off a request by slots: each slot names one thing the request may say.</summary>
public static class RequestSlots
{
    /// <summary>The slots all APIs of this family share.</summary>
    private static readonly SlotTree Tree = SlotTree.Of(
        Fact("stream"),
        Fact("model"),
        Fact("response_format.type"),
        Fact("response_format"),
        Fact("guided_json"),
        Fact("guided_regex"),
        Fact("guided_choice"),
        Fact("guided_grammar"),
        Fact("structured_outputs"),
        Fact("grammar"),
        Fact("json_schema"),
        Fact("format"),
        Fact("text.format.type"),
        Fact("output_format.type"),
        Fact("output_config.format.type"),
        Fact("generationConfig.responseMimeType"),
        Fact("generationConfig.responseSchema"),
        Fact("generationConfig.responseJsonSchema"),
        Fact("generation_config.response_mime_type"),
        Fact("generation_config.response_schema"),
        Fact("generationConfig.response_mime_type"),
        Fact("generationConfig.response_schema"),
        Fact("parameters.response_format.type"),
        Fact("parameters.grammar"),
        Fact("sampling_params.json_schema"),
        Fact("sampling_params.regex"),
        Fact("sampling_params.ebnf"),
        Fact("suffix"),
        Fact("input_suffix"),
        Fact("input_prefix"),
        Fact("parameters.incremental_output"),
        Fact("logprobs"),
        Fact("prompt"),
        Fact("tools"),
        Fact("functions"),
        Fact("n"),
        Fact("parameters.n"),
        Fact("generationConfig.candidateCount"),
        Fact("output_format"),
        Fact("user"),
        Fact("safety_identifier"),
        Fact("metadata.user_id"));

    // Longer words name neither a user nor a format.
    private const int LongestWord = 256;

    /// <summary>Reads the facts, or <see cref="RequestFacts.Unknown"/> where the body is no JSON object.</summary>
    public static RequestFacts Read(ReadOnlySpan<byte> body)
    {
        using var hits = new SlotHits();
        if (!JsonScanner.TryScan(body, Tree, hits, maxDepth: 1000))
        {
            return RequestFacts.Unknown;
        }
        bool? stream = null;
        var model = "";
        bool structured = false, code = false, logprobs = false, incremental = false, tools = false;
        int? count = null;
        string? format = null, user = null;
        foreach (var hit in hits.Span)
        {
            var value = body.Slice(hit.Start, hit.Length);
            var said = hit.Token is not (JsonToken.Null or JsonToken.False) && !(hit.Token == JsonToken.String && value.IsEmpty);
            switch (Tree.Slots[hit.Slot].Path)
            {
                case "stream":
                    stream = hit.Token == JsonToken.True;
                    break;
                case "model":
                    model = hit.Token == JsonToken.String ? ModelNames.Read(value) : "";
                    break;
                case "generationConfig.responseMimeType" or "generation_config.response_mime_type" or "generationConfig.response_mime_type":
                    structured |= said && !value.SequenceEqual("text/plain"u8);
                    break;
                case "response_format.type" or "text.format.type" or "output_format.type" or "output_config.format.type" or "parameters.response_format.type":
                    structured |= hit.Token == JsonToken.String && !value.SequenceEqual("text"u8);
                    break;
                case "response_format":
                    // "response_format":"b64_json" is how image requests say something else.
                    structured |= hit.Token == JsonToken.String && value.StartsWith("json"u8);
                    break;
                case "parameters.incremental_output":
                    incremental = hit.Token == JsonToken.True;
                    break;
                case "suffix" or "input_suffix" or "input_prefix":
                    code |= said;
                    break;
                case "logprobs":
                    logprobs |= said;
                    break;
                case "prompt":
                    code |= hit.Token == JsonToken.String && HasInfillMarks(value);
                    break;
                case "tools" or "functions":
                    tools |= hit.Token == JsonToken.Array && value.Length > 2;
                    break;
                case "n" or "parameters.n" or "generationConfig.candidateCount":
                    count = hit.Token == JsonToken.Number && JsonText.TryReadInt(value, out var number) ? number : count;
                    break;
                case "output_format":
                    format ??= Word(hit, value);
                    break;
                case "user" or "safety_identifier" or "metadata.user_id":
                    user ??= Word(hit, value);
                    break;
                default:
                    structured |= said;
                    break;
            }
        }
        return new RequestFacts
        {
            Stream = stream,
            StructuredOutput = structured,
            CodeCompletion = code,
            Logprobs = logprobs,
            Incremental = incremental,
            Tools = tools,
            Count = count,
            ImageFormat = format,
            User = user,
            Model = model,
        };
    }

    private static string? Word(SlotHit hit, ReadOnlySpan<byte> value) =>
        hit.IsText && value.Length <= LongestWord ? System.Text.Encoding.UTF8.GetString(value) : null;

    private static ContentSlot Fact(string path) => new(path, SlotKind.Fact);

    // The infill marks of the common code models (Qwen, StarCoder, CodeLlama, DeepSeek, Codestral).
    private static bool HasInfillMarks(ReadOnlySpan<byte> prompt) =>
        prompt.IndexOf("<|fim_"u8) >= 0 || prompt.IndexOf("<fim_"u8) >= 0 || prompt.IndexOf("<PRE>"u8) >= 0
        || prompt.IndexOf("<｜fim"u8) >= 0 || prompt.IndexOf("[SUFFIX]"u8) >= 0;
}
