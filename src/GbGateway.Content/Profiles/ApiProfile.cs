using System.Buffers;
using System.Text.Json;
using GbGateway.Content.Bodies;

namespace GbGateway.Content.Profiles;

/// <summary>Where one API keeps generated content, and how it speaks. The family is listed in <see cref="ApiProfiles"/>.</summary>
/// <param name="name">Lower-case name, as in metrics: <c>openai-chat</c>.</param>
/// <param name="paths">Ends of the paths its requests go to; a segment <c>*</c> stands for any one, <c>:verb</c> for the end of the last.</param>
public class ApiProfile(string name, params string[] paths)
{
    /// <summary>Lower-case name, as in metrics.</summary>
    public string Name { get; } = name;

    /// <summary>Ends of the paths its requests go to.</summary>
    public IReadOnlyList<string> Paths => paths;

    /// <summary>The slots of a whole answer.</summary>
    public required SlotTree Document { get; init; }

    /// <summary>The slots of one streamed event.</summary>
    public required SlotTree Stream { get; init; }

    /// <summary>How its streams are framed where the bytes don't tell.</summary>
    public BodyKind StreamKind { get; init; } = BodyKind.Sse;

    /// <summary>Whether it streams when the request doesn't say.</summary>
    public bool StreamsByDefault { get; init; }

    /// <summary>How its errors look.</summary>
    public ErrorDialect Errors { get; init; } = ErrorDialect.OpenAi;

    /// <summary>
    /// The events that end a stream whose text was blocked, so that clients see a refusal and a proper end: those that name a run once for
    /// each that is open. Where there are none, the error event says it.
    /// </summary>
    public IReadOnlyList<TextEvent> Refusals { get; init; } = [];

    /// <summary>Whether its SSE streams end with <c>data: [DONE]</c>.</summary>
    public bool EndsWithDone { get; init; }

    /// <summary>Whether each event of a stream repeats the whole text, unless the request says otherwise.</summary>
    public bool Cumulates { get; init; }

    /// <summary>Whether a finish event's own text slot takes the label even when it is empty: the API has no events of text alone.</summary>
    public bool SplicesFinish { get; init; }

    /// <summary>Whether all texts of an answer are one: tokens in an array, or parts of one message.</summary>
    public bool SharesRun { get; init; }

    /// <summary>Whether another text may follow under the number of one that has ended.</summary>
    public bool ReusesRuns { get; init; }

    /// <summary>Whether its answers are pieces of code to be pasted, so that a label stands beside them.</summary>
    public bool AnswersCode { get; init; }

    /// <summary>Whether its answers may be files of any kind, which users put there.</summary>
    public bool AnswersFiles { get; init; }

    /// <summary>The SSE event whose data are text as it stands, without JSON, or null.</summary>
    public PlainTextEvents? PlainText { get; init; }

    /// <summary>Whether the shape of an answer is enough to know it by, where the path isn't.</summary>
    public bool IsToldByShape { get; init; }

    /// <summary>Whether it streams one JSON array, an element at a time.</summary>
    public bool StreamsArrays { get; init; }

    /// <summary>Whether each line of its streams is a whole answer.</summary>
    public bool LinesAreDocuments { get; init; }

    /// <summary>Whether requests to <paramref name="path"/> (no query, no slash at the end) are of this API.</summary>
    public bool Matches(ReadOnlySpan<char> path)
    {
        foreach (var end in paths)
        {
            if (EndsWith(path, end))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Reads what a request body says about its answer; <see cref="RequestFacts.Unknown"/> if it can't be read.</summary>
    public virtual RequestFacts ReadRequest(ReadOnlySpan<byte> body) =>
        AnswersCode ? RequestSlots.Read(body) with { CodeCompletion = true } : RequestSlots.Read(body);

    /// <summary>Which run (choice) a text of a whole answer belongs to.</summary>
    public virtual int RunOf(SlotHit text) => SharesRun ? 0 : text.Ordinal;

    /// <summary>Which run (choice) a text or finish of a streamed event belongs to: what a sibling index says, or its place.</summary>
    public virtual int RunOf(ReadOnlySpan<byte> json, SlotHits hits, SlotHit text)
    {
        hits.TryFindRun(json, Stream, SharesRun ? 0 : text.Ordinal, out var run);
        return run;
    }

    /// <summary>Makes what labels one stream of this API.</summary>
    internal virtual StreamLabels LabelStream(Exchange exchange, EventStreamBody body) => new(exchange, this, body);

    /// <summary>Writes an error in the API's dialect, for a whole body as for a streamed event.</summary>
    public void WriteError(string code, string message, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        Errors.Write(writer, code, message);
    }

    /// <summary>Whether a document with these hits shows content of this API: and its mark, where the tree has marks.</summary>
    internal static bool ShowsContent(SlotTree tree, SlotHits hits)
    {
        var content = false;
        foreach (var hit in hits.Span)
        {
            content |= hit.IsText && IsContent(tree.Slots[hit.Slot]);
        }
        return content && (!tree.HasMarks || hits.First(tree, SlotKind.Mark) is not null);
    }

    /// <summary>Whether generated content stands at a slot.</summary>
    internal static bool IsContent(ContentSlot slot) =>
        slot is { Kind: SlotKind.Text or SlotKind.Copy or SlotKind.SideText or SlotKind.Image or SlotKind.Output or SlotKind.Audio, Side: not SideTexts.ToolArguments };

    /// <summary>Whether a document with these hits may be of this API: something stands where it says more than every API does.</summary>
    internal static bool ShowsShape(SlotTree tree, SlotHits hits)
    {
        foreach (var hit in hits.Span)
        {
            if (tree.Slots[hit.Slot].Kind is not (SlotKind.Echo or SlotKind.ImplicitLabel or SlotKind.Mark or SlotKind.EventType))
            {
                return true;
            }
        }
        return false;
    }

    // Segment by segment from the end; "*" is any one segment, ":verb" the end of the last.
    private static bool EndsWith(ReadOnlySpan<char> path, ReadOnlySpan<char> end)
    {
        if (end[0] == ':')
        {
            return path.EndsWith(end, StringComparison.OrdinalIgnoreCase);
        }
        while (!end.IsEmpty)
        {
            var segment = path.LastIndexOf('/');
            var wanted = end.LastIndexOf('/');
            if (segment < 0 || (end[(wanted + 1)..] is not "*" && !path[(segment + 1)..].Equals(end[(wanted + 1)..], StringComparison.OrdinalIgnoreCase)))
            {
                return false;
            }
            path = path[..segment];
            end = end[..wanted];
        }
        return true;
    }
}
