using System.Diagnostics.CodeAnalysis;
using GbGateway.Content.Bodies;

namespace GbGateway.Content.Profiles.OpenAi;

/// <summary>
/// The Responses API. A streamed text stands in it five times: deltas, <c>output_text.done</c>, <c>content_part.done</c>,
/// <c>output_item.done</c>, <c>response.completed</c>; all must agree, and events are numbered without gaps.
/// </summary>
public sealed class OpenAiResponses : ApiProfile
{
    /// <summary>More parts of one item than any answer has; keeps two indexes in one run number.</summary>
    private const int PartsOfItem = 4096;

    /// <summary>Makes the profile.</summary>
    [SetsRequiredMembers]
    public OpenAiResponses() : base("openai-responses", "/responses", "/responses/*")
    {
        IsToldByShape = true;
        Errors = ErrorDialect.OpenAiResponses;
        Document = SlotTree.Of(
            new("output[].content[].text", SlotKind.Text),
            new("output[].content[].type", SlotKind.TextType),
            new("output[].content[].refusal", SlotKind.SideText),
            new("output[].summary[].text", SlotKind.SideText),
            new("output[].result", SlotKind.Image));
        Stream = SlotTree.Of([
            new("type", SlotKind.EventType),
            new("sequence_number", SlotKind.Sequence),
            new("item_id", SlotKind.Echo, "response.output_text.delta"),
            new("output_index", SlotKind.Echo, "response.output_text.delta"),
            new("content_index", SlotKind.Echo, "response.output_text.delta"),
            new("item_id", SlotKind.Echo, "response.output_text.done"),
            new("output_index", SlotKind.Echo, "response.output_text.done"),
            new("content_index", SlotKind.Echo, "response.output_text.done"),
            new("output_index", SlotKind.RunIndex),
            new("content_index", SlotKind.RunIndex),
            new("delta", SlotKind.Text, "response.output_text.delta")
            {
                Event = new("""
                    "type":"response.output_text.delta","sequence_number":{sequence},"delta":"{text}","logprobs":[]}
                    """, "response.output_text.delta"),
            },
            new("text", SlotKind.Copy, "response.output_text.done"),
            new("type", SlotKind.Finish, "response.output_text.done"),
            new("part.text", SlotKind.Copy, "response.content_part.done"),
            new("part.type", SlotKind.TextType, "response.content_part.done"),
            new("item.content[].text", SlotKind.Copy, "response.output_item.done"),
            new("item.content[].type", SlotKind.TextType, "response.output_item.done"),
            new("item.result", SlotKind.Image, "response.output_item.done"),
            new("partial_image_b64", SlotKind.Image),
            new("delta", SlotKind.Audio, "response.audio.delta"),
            new("delta", SlotKind.Audio, "response.output_audio.delta"),
            new("type", SlotKind.Error, "error"),
            .. Final("response.completed"),
            .. Final("response.incomplete"),
            .. Final("response.failed")]);
    }

    /// <inheritdoc/>
    public override int RunOf(SlotHit text) => text.Ordinal * PartsOfItem + text.Inner;

    /// <inheritdoc/>
    public override int RunOf(ReadOnlySpan<byte> json, SlotHits hits, SlotHit text)
    {
        var slot = Stream.Slots[text.Slot];
        if (slot.Path.StartsWith("response.", StringComparison.Ordinal))
        {
            return RunOf(text);
        }
        int item = 0, part = slot.Path.StartsWith("item.", StringComparison.Ordinal) ? text.Ordinal : 0;
        foreach (var hit in hits.Span)
        {
            if (Stream.Slots[hit.Slot] is { Kind: SlotKind.RunIndex } index && JsonText.TryReadInt(hit.Of(json), out var value))
            {
                (item, part) = index.Path == "output_index" ? (value, part) : (item, value);
            }
        }
        return item * PartsOfItem + part;
    }

    private static ContentSlot[] Final(string type) =>
    [
        new("type", SlotKind.End, type),
        new("response.output[].content[].text", SlotKind.Copy, type),
        new("response.output[].content[].type", SlotKind.TextType, type),
        new("response.output[].result", SlotKind.Image, type),
    ];
}
