namespace GbGateway.Content.Profiles.Google;

/// <summary>Gemini's interactions: steps, or outputs as they were called at first, each of numbered contents.</summary>
public static class GeminiInteractions
{
    /// <summary>One interaction, whole or event by event.</summary>
    public static ApiProfile Native { get; } = new("gemini-interactions", "/interactions", "/interactions/*")
    {
        IsToldByShape = true,
        Errors = ErrorDialect.Google,
        Document = SlotTree.Of([
            new("status", SlotKind.Mark),
            new("steps[].type", SlotKind.Author),
            new("steps[].arguments", SlotKind.Arguments),
            .. Content("steps[].content[]"),
            .. Content("outputs[]"),
            new("outputs[].arguments", SlotKind.Arguments)]),
        Stream = SlotTree.Of([
            new("event_type", SlotKind.EventType),
            new("index", SlotKind.RunIndex),
            .. Deltas("step"),
            .. Deltas("content"),
            new("event_type", SlotKind.End, "interaction.completed"),
            new("event_type", SlotKind.End, "interaction.complete"),
            new("event_type", SlotKind.Error, "error")]),
    };

    private static ContentSlot[] Content(string of) =>
    [
        new(of + ".text", SlotKind.Text),
        new(of + ".type", SlotKind.TextType),
        new(of + ".data", SlotKind.Image),
        new(of + ".uri", SlotKind.Image),
        new(of + ".mime_type", SlotKind.MediaType),
    ];

    private static ContentSlot[] Deltas(string of) =>
    [
        new("delta.text", SlotKind.Text, of + ".delta")
        {
            Event = new("\"index\":{run},\"delta\":{\"text\":\"{text}\",\"type\":\"text\"},\"event_type\":\"" + of + ".delta\"}", of + ".delta"),
        },
        new("delta.type", SlotKind.TextType, of + ".delta"),
        new("delta.arguments", SlotKind.Arguments, of + ".delta"),
        new("delta.data", SlotKind.Image, of + ".delta"),
        new("delta.uri", SlotKind.Image, of + ".delta"),
        new("delta.mime_type", SlotKind.MediaType, of + ".delta"),
        new("event_type", SlotKind.Finish, of + ".stop"),
    ];
}
