namespace GbGateway.Content.Profiles.Configured;

/// <summary>What an operator says of a place in an answer, by the word in the configuration.</summary>
/// <param name="Word">The word.</param>
/// <param name="Kind">The slot's kind; null for a place that is named only so that nobody asks about it.</param>
/// <param name="InDocuments">Whether it stands in whole answers.</param>
/// <param name="Meaning">What it means, for the reference.</param>
public sealed record ConfiguredKind(string Word, SlotKind? Kind, bool InDocuments, string Meaning)
{
    /// <summary>Every word.</summary>
    public static IReadOnlyList<ConfiguredKind> All { get; } =
    [
        new("text", SlotKind.Text, true, "text that people read: labelled and filtered"),
        new("reasoning", SlotKind.SideText, true, "thoughts: filtered, never labelled inline"),
        new("copy", SlotKind.Copy, true, "the whole text once more: it gets the same label"),
        new("image-base64", SlotKind.Image, true, "a picture in base64: labelled"),
        new("image-datauri", SlotKind.Image, true, "a picture as data:image/…;base64,…: labelled"),
        new("image-url", SlotKind.Image, true, "a link to a picture, with or without a host: the route's MediaLinks decides"),
        new("audio", SlotKind.Audio, true, "sound or video, inline or linked: the route's SoundAndVideo decides"),
        new("skip", null, true, "nothing generated: left as it is"),
        new("finish", SlotKind.Finish, false, "where this says something, the text has ended: the label goes before, or into the event's own text"),
        new("end", SlotKind.End, false, "where this says something, all texts have ended"),
        new("error", SlotKind.Error, false, "where this is not null, the stream has failed: what was said before is labelled"),
        new("type", SlotKind.EventType, false, "what kind of event it is, which When refers to"),
        new("index", SlotKind.RunIndex, false, "which of several texts an event belongs to"),
        new("echo", SlotKind.Echo, false, "a member every event repeats, so the label's event repeats it too"),
    ];

    /// <summary>The words allowed in whole answers, or in events.</summary>
    public static string Allowed(bool streamed) => string.Join(", ", All.Where(kind => streamed || kind.InDocuments).Select(static kind => kind.Word));
}
