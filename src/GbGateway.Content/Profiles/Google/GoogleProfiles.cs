namespace GbGateway.Content.Profiles.Google;

/// <summary>Gemini, on Google AI and Vertex AI, and Imagen.</summary>
public static class GoogleProfiles
{
    private static readonly TextEvent Part = new(
        """
        "candidates":[{"content":{"role":"model","parts":[{"text":"{text}"}]},"index":{run}}]}
        """);

    private static readonly TextEvent Thought = new(
        """
        "candidates":[{"content":{"role":"model","parts":[{"text":"{text}","thought":true}]},"index":{run}}]}
        """);

    /// <summary>generateContent and streamGenerateContent, as events or as one streamed array.</summary>
    public static ApiProfile Gemini { get; } = new("gemini", ":generateContent", ":streamGenerateContent")
    {
        IsToldByShape = true,
        StreamsArrays = true,
        Errors = ErrorDialect.Google,
        Refusals =
        [
            new("""
                "candidates":[{"finishReason":"SAFETY","index":{run}}]}
                """),
        ],
        Document = SlotTree.Of(
            new("candidates[].content.parts[].text", SlotKind.Text),
            new("candidates[].content.parts[].text", SlotKind.SideText) { WhenThought = true },
            new("candidates[].content.parts[].functionCall.args", SlotKind.Arguments),
            new("candidates[].content.parts[].executableCode.code", SlotKind.SideText) { Side = SideTexts.ToolArguments },
            new("candidates[].logprobsResult", SlotKind.TokenTexts),
            new("candidates[].finishReason", SlotKind.Finish) { WhenBlocked = "\"SAFETY\""u8.ToArray() },
            new("candidates[].content.parts[].thought", SlotKind.Thought),
            new("candidates[].content.parts[].inlineData.data", SlotKind.Image),
            new("candidates[].content.parts[].inlineData.mimeType", SlotKind.MediaType),
            new("candidates[].content.parts[].inline_data.data", SlotKind.Image),
            new("candidates[].content.parts[].fileData.fileUri", SlotKind.Image) { IsLink = true },
            new("candidates[].content.parts[].fileData.mimeType", SlotKind.MediaType),
            new("candidates[].content.parts[].inline_data.mime_type", SlotKind.MediaType)),
        Stream = SlotTree.Of(
            new("responseId", SlotKind.Echo),
            new("modelVersion", SlotKind.Echo),
            new("error", SlotKind.Error),
            new("candidates[].index", SlotKind.RunIndex),
            new("candidates[].content.parts[].text", SlotKind.Text) { Event = Part },
            new("candidates[].content.parts[].text", SlotKind.SideText) { Event = Thought, WhenThought = true },
            new("candidates[].content.parts[].functionCall.args", SlotKind.Arguments),
            new("candidates[].content.parts[].executableCode.code", SlotKind.SideText) { Side = SideTexts.ToolArguments },
            new("candidates[].logprobsResult", SlotKind.TokenTexts),
            new("candidates[].content.parts[].thought", SlotKind.Thought),
            new("candidates[].content.parts[].inlineData.data", SlotKind.Image),
            new("candidates[].content.parts[].inlineData.mimeType", SlotKind.MediaType),
            new("candidates[].content.parts[].inline_data.data", SlotKind.Image),
            new("candidates[].content.parts[].inline_data.mime_type", SlotKind.MediaType),
            new("candidates[].content.parts[].fileData.fileUri", SlotKind.Image) { IsLink = true },
            new("candidates[].content.parts[].fileData.mimeType", SlotKind.MediaType),
            new("candidates[].finishReason", SlotKind.Finish)),
    };

    /// <summary>What a batch of Gemini requests brought, answer by answer.</summary>
    public static ApiProfile GeminiBatch { get; } = new("gemini-batch", "/batches/*")
    {
        IsToldByShape = true,
        Errors = ErrorDialect.Google,
        Document = SlotTree.Of([
            .. BatchAnswers("response.inlinedResponses.inlinedResponses[].response"),
            .. BatchAnswers("response.inlinedResponses[].response"),
            .. BatchAnswers("metadata.output.inlinedResponses.inlinedResponses[].response"),
            .. BatchAnswers("dest.inlinedResponses[].response")]),
        Stream = SlotTree.Of(new ContentSlot("error", SlotKind.Error)),
    };

    /// <summary>The same as a file: a line is one answer.</summary>
    public static ApiProfile GeminiBatchFile { get; } = new("gemini-batch-file", ":download")
    {
        IsToldByShape = true,
        StreamKind = BodyKind.Ndjson,
        StreamsByDefault = true,
        LinesAreDocuments = true,
        AnswersFiles = true,
        Errors = ErrorDialect.Google,
        Document = SlotTree.Of(BatchAnswers("response")),
        Stream = SlotTree.Of(new ContentSlot("error", SlotKind.Error)),
    };

    /// <summary>Imagen's predictions, and Veo's where they come inline.</summary>
    public static ApiProfile Imagen { get; } = new("imagen", ":predict", ":predictLongRunning", ":fetchPredictOperation", "/operations/*")
    {
        IsToldByShape = true,
        Errors = ErrorDialect.Google,
        Document = SlotTree.Of(
            new("predictions[].bytesBase64Encoded", SlotKind.Image),
            new("predictions[].mimeType", SlotKind.MediaType),
            new("response.videos[].bytesBase64Encoded", SlotKind.Audio),
            new("response.videos[].gcsUri", SlotKind.Audio),
            new("response.generatedVideos[].video.uri", SlotKind.Audio),
            new("generatedImages[].image.imageBytes", SlotKind.Image),
            new("response.generateVideoResponse.generatedSamples[].video.uri", SlotKind.Audio)),
        Stream = SlotTree.Of(new ContentSlot("error", SlotKind.Error)),
    };

    private static ContentSlot[] BatchAnswers(string answer) =>
    [
        new(answer + ".candidates[].content.parts[].text", SlotKind.Text),
        new(answer + ".candidates[].content.parts[].thought", SlotKind.Thought),
        new(answer + ".candidates[].content.parts[].inlineData.data", SlotKind.Image),
        new(answer + ".candidates[].content.parts[].inlineData.mimeType", SlotKind.MediaType),
    ];
}
