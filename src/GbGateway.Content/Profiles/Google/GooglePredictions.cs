namespace GbGateway.Content.Profiles.Google;

/// <summary>Texts of Google's models before Gemini, which deployments still serve.</summary>
public static class GooglePredictions
{
    /// <summary>Vertex AI's predictions of text and chat models, and PaLM's own API.</summary>
    public static ApiProfile Texts { get; } = new("google-predictions", ":generateText", ":generateMessage", ":serverStreamingPredict")
    {
        IsToldByShape = true,
        Errors = ErrorDialect.Google,
        Document = SlotTree.Of(
            new("predictions[].safetyAttributes", SlotKind.Mark),
            new("predictions[].citationMetadata", SlotKind.Mark),
            new("candidates[].safetyRatings", SlotKind.Mark),
            new("messages", SlotKind.Mark),
            new("predictions[].content", SlotKind.Text),
            new("predictions[].candidates[].content", SlotKind.Text),
            new("candidates[].output", SlotKind.Text),
            new("candidates[].content", SlotKind.Text)),
        Stream = SlotTree.Of(new ContentSlot("error", SlotKind.Error)),
    };
}
