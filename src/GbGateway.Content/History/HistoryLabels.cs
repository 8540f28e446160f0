using GbGateway.Content.Bodies;
using GbGateway.Content.Profiles;

namespace GbGateway.Content.History;

/// <summary>
/// Takes the gateway's own text labels out of the answers a client sends back as history, so that they don't pile up and no model learns to
/// write them. Only the label goes: every other byte of the request stays. A text that is nothing but a label stays too, because some APIs
/// take no empty text; so does a request that is no JSON with one meaning.
/// </summary>
/// <param name="wordings">The wordings that may stand there.</param>
public sealed class HistoryLabels(IEnumerable<string> wordings)
{
    private const int MaxDepth = 1000;

    // Labels of more requests than this in one text are not ours.
    private const int MostLabels = 64;

    private static readonly SlotTree Tree = SlotTree.Of(
    [
        .. Conversation("messages", "role", "content"),
        .. Conversation("input", "role", "content"),
        .. Conversation("input.messages", "role", "content"),
        .. Conversation("Messages", "Role", "Content"),
        new("contents[].role", SlotKind.PromptRole),
        new("contents[].parts[].text", SlotKind.Prompt),
        new("chat_history[].role", SlotKind.PromptRole),
        new("chat_history[].message", SlotKind.Prompt),
    ]);

    private static readonly int[] RoleOf = [.. Tree.Slots.Select(static slot => FindRole(ListOf(slot)))];

    private readonly HistoryWording[] _wordings = [.. wordings.Distinct(StringComparer.Ordinal).Select(static one => new HistoryWording(one))];

    /// <summary>Writes the request without the labels.</summary>
    /// <param name="body">The request as it came.</param>
    /// <param name="output">Gets it; nothing is written where nothing is to be taken out.</param>
    /// <returns>Whether anything was.</returns>
    public bool TryStrip(ReadOnlySpan<byte> body, PooledBuffer output)
    {
        if (!MayHold(body))
        {
            return false;
        }
        using var hits = new SlotHits();
        if (!JsonScanner.TryScan(body, Tree, hits, MaxDepth))
        {
            return false;
        }
        var answers = new HashSet<(int Role, int Message)>();
        foreach (var hit in hits.Span)
        {
            if (Tree.Slots[hit.Slot].Kind == SlotKind.PromptRole && IsModel(hit.Of(body)))
            {
                answers.Add((hit.Slot, hit.Ordinal));
            }
        }
        var copied = 0;
        foreach (var hit in hits.Span)
        {
            if (hit.IsText && Tree.Slots[hit.Slot].Kind == SlotKind.Prompt && answers.Contains((RoleOf[hit.Slot], hit.Ordinal)))
            {
                copied = Strip(body, hit, copied, output);
            }
        }
        output.Append(copied > 0 ? body[copied..] : []);
        return copied > 0;
    }

    // Hits come in document order: what stands between the labels is copied.
    private int Strip(ReadOnlySpan<byte> body, SlotHit hit, int copied, PooledBuffer output)
    {
        var kept = body[..(hit.Start + hit.Length)];
        var cuts = new List<(int From, int To)>();
        var (start, end) = (hit.Start, hit.Start + hit.Length);
        for (var i = 0; i < MostLabels && TryCut(kept[start..end], out var from, out var to); i++)
        {
            cuts.Add((start + from, start + to));
            // A label at the end leaves what stands before it; one at the start, what stands behind. Space around one is no text.
            if (JsonText.IsBlank(kept[(start + to)..end]))
            {
                end = start + from;
            }
            else
            {
                start += to;
            }
        }
        if (cuts.Count == 0 || JsonText.IsBlank(kept[start..end]))
        {
            return copied;
        }
        cuts.Sort();
        foreach (var (from, to) in cuts)
        {
            output.Append(body[copied..from]);
            copied = to;
        }
        return copied;
    }

    private bool TryCut(ReadOnlySpan<byte> text, out int from, out int to)
    {
        foreach (var wording in _wordings)
        {
            if (wording.StandsLast(text, out from, out to) || wording.StandsFirst(text, out from, out to))
            {
                return true;
            }
        }
        (from, to) = (0, 0);
        return false;
    }

    // Most requests hold neither a label nor an escape that could spell one: they are not read a second time.
    private bool MayHold(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("\\u"u8) >= 0)
        {
            return true;
        }
        foreach (var wording in _wordings)
        {
            if (body.IndexOf(wording.Raw) >= 0 || wording.Raw.ContainsAny("\"\\/"u8))
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsModel(ReadOnlySpan<byte> role) =>
        role.SequenceEqual("assistant"u8) || role.SequenceEqual("model"u8) || System.Text.Ascii.EqualsIgnoreCase(role, "chatbot"u8);

    private static int FindRole(string list)
    {
        for (var i = 0; list.Length > 0 && i < Tree.Slots.Length; i++)
        {
            if (Tree.Slots[i].Kind == SlotKind.PromptRole && ListOf(Tree.Slots[i]) == list)
            {
                return i;
            }
        }
        return -1;
    }

    private static string ListOf(ContentSlot slot) => slot.Path[..Math.Max(slot.Path.IndexOf("[]", StringComparison.Ordinal), 0)];

    private static ContentSlot[] Conversation(string list, string role, string content) =>
    [
        new($"{list}[].{role}", SlotKind.PromptRole),
        new($"{list}[].{content}", SlotKind.Prompt),
        new($"{list}[].{content}[].text", SlotKind.Prompt),
    ];
}
