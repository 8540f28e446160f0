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
        Refusals =
        [
            new("""
                "type":"response.incomplete","sequence_number":{sequence},"response":{{identity}"object":"response","status":"incomplete","incomplete_details":{"reason":"content_filter"},"error":null,"output":[]}}
                """, "response.incomplete"),
        ];
        Document = SlotTree.Of(
            new("output[].content[].text", SlotKind.Text),
            new("output[].content[].type", SlotKind.TextType),
            new("output[].content[].refusal", SlotKind.Text) { Side = SideTexts.Refusals },
            new("output[].content[].transcript", SlotKind.Text) { Side = SideTexts.Transcripts },
            new("output[].arguments", SlotKind.Arguments),
            new("output[].input", SlotKind.SideText) { Side = SideTexts.ToolArguments },
            new("output[].code", SlotKind.SideText) { Side = SideTexts.ToolArguments },
            new("output[].summary[].text", SlotKind.SideText),
            new("output[].content[].text", SlotKind.SideText) { WhenThought = true },
            new("output[].content[].logprobs", SlotKind.TokenTexts),
            new("output[].status", SlotKind.Finish) { WhenBlocked = Incomplete },
            new("status", SlotKind.Finish) { WhenBlocked = Incomplete },
            new("incomplete_details", SlotKind.Finish) { WhenBlocked = "{\"reason\":\"content_filter\"}"u8.ToArray() },
            new("output[].result", SlotKind.Image),
            new("output[].outputs[].url", SlotKind.Image));
        Stream = SlotTree.Of([
            new("type", SlotKind.EventType),
            new("sequence_number", SlotKind.Sequence),
            .. Echoes("response.output_text"),
            .. Spoken("response.refusal", "refusal", SideTexts.Refusals),
            .. Spoken("response.audio.transcript", "transcript", SideTexts.Transcripts),
            .. Spoken("response.audio_transcript", "transcript", SideTexts.Transcripts),
            .. Spoken("response.output_audio_transcript", "transcript", SideTexts.Transcripts),
            .. Side("response.reasoning_text", "text", SideTexts.Reasoning),
            .. Side("response.reasoning_summary_text", "text", SideTexts.Reasoning),
            .. Arguments("response.function_call_arguments"),
            .. Arguments("response.mcp_call_arguments"),
            .. Side("response.custom_tool_call_input", "input", SideTexts.ToolArguments),
            .. Side("response.code_interpreter_call_code", "code", SideTexts.ToolArguments),
            new("part.text", SlotKind.SideCopy, "response.reasoning_summary_part.done"),
            new("response.id", SlotKind.Identity, "response.created"),
            new("response.created_at", SlotKind.Identity, "response.created"),
            new("response.model", SlotKind.Identity, "response.created"),
            new("logprobs", SlotKind.TokenTexts, "response.output_text.delta"),
            new("logprobs", SlotKind.TokenTexts, "response.output_text.done"),
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
            new("part.refusal", SlotKind.Copy, "response.content_part.done") { Side = SideTexts.Refusals },
            new("part.transcript", SlotKind.Copy, "response.content_part.done") { Side = SideTexts.Transcripts },
            new("part.text", SlotKind.SideCopy, "response.content_part.done") { WhenThought = true },
            new("part.type", SlotKind.TextType, "response.content_part.done"),
            new("item.content[].text", SlotKind.Copy, "response.output_item.done"),
            new("item.content[].type", SlotKind.TextType, "response.output_item.done"),
            new("item.content[].refusal", SlotKind.Copy, "response.output_item.done") { Side = SideTexts.Refusals },
            new("item.content[].transcript", SlotKind.Copy, "response.output_item.done") { Side = SideTexts.Transcripts },
            new("item.arguments", SlotKind.ArgumentsCopy, "response.output_item.done"),
            new("item.input", SlotKind.SideCopy, "response.output_item.done") { Side = SideTexts.ToolArguments },
            new("item.code", SlotKind.SideCopy, "response.output_item.done") { Side = SideTexts.ToolArguments },
            new("item.content[].text", SlotKind.SideCopy, "response.output_item.done") { WhenThought = true },
            new("item.summary[].text", SlotKind.SideCopy, "response.output_item.done"),
            new("item.result", SlotKind.Image, "response.output_item.done"),
            new("item.outputs[].url", SlotKind.Image, "response.output_item.done"),
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
        foreach (var (index, _, value) in hits.RunIndexes(json, Stream))
        {
            (item, part) = Stream.Slots[index].Path == "output_index" ? (value, part) : (item, value);
        }
        return item * PartsOfItem + part;
    }

    private static ReadOnlyMemory<byte> Incomplete { get; } = "\"incomplete\""u8.ToArray();

    private static ContentSlot[] Echoes(string type) =>
    [
        new("item_id", SlotKind.Echo, type + ".delta"),
        new("output_index", SlotKind.Echo, type + ".delta"),
        new("content_index", SlotKind.Echo, type + ".delta"),
        new("summary_index", SlotKind.Echo, type + ".delta"),
        new("item_id", SlotKind.Echo, type + ".done"),
        new("output_index", SlotKind.Echo, type + ".done"),
        new("content_index", SlotKind.Echo, type + ".done"),
        new("summary_index", SlotKind.Echo, type + ".done"),
    ];

    // Refusals and what is spoken: texts of people like any other, in deltas and then once more.
    private static ContentSlot[] Spoken(string type, string whole, SideTexts side) =>
    [
        .. Echoes(type),
        new("delta", SlotKind.Text, type + ".delta") { Side = side, Event = Delta(type) },
        new(whole, SlotKind.Copy, type + ".done") { Side = side },
        new("type", SlotKind.Finish, type + ".done"),
    ];

    // Reasoning, what tools are told: deltas, then the whole once more.
    private static ContentSlot[] Side(string type, string whole, SideTexts side) =>
    [
        .. Echoes(type),
        new("delta", SlotKind.SideText, type + ".delta") { Side = side, Event = Delta(type) },
        new(whole, SlotKind.SideCopy, type + ".done") { Side = side },
    ];

    private static ContentSlot[] Arguments(string type) =>
    [
        .. Echoes(type),
        new("delta", SlotKind.Arguments, type + ".delta") { Event = Delta(type) },
        new("arguments", SlotKind.ArgumentsCopy, type + ".done"),
    ];

    private static TextEvent Delta(string type) =>
        new("\"type\":\"" + type + ".delta\",\"sequence_number\":{sequence},\"delta\":\"{text}\"}", type + ".delta");

    private static ContentSlot[] Final(string type) =>
    [
        new("type", SlotKind.End, type),
        new("response.output[].content[].text", SlotKind.Copy, type),
        new("response.output[].content[].type", SlotKind.TextType, type),
        new("response.output[].content[].refusal", SlotKind.Copy, type) { Side = SideTexts.Refusals },
        new("response.output[].content[].transcript", SlotKind.Copy, type) { Side = SideTexts.Transcripts },
        new("response.output[].arguments", SlotKind.ArgumentsCopy, type),
        new("response.output[].input", SlotKind.SideCopy, type) { Side = SideTexts.ToolArguments },
        new("response.output[].code", SlotKind.SideCopy, type) { Side = SideTexts.ToolArguments },
        new("response.output[].content[].text", SlotKind.SideCopy, type) { WhenThought = true },
        new("response.output[].content[].logprobs", SlotKind.TokenTexts, type),
        new("response.output[].summary[].text", SlotKind.SideCopy, type),
        new("response.output[].result", SlotKind.Image, type),
        new("response.output[].outputs[].url", SlotKind.Image, type),
    ];
}
