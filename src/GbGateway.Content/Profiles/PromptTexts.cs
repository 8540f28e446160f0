using GbGateway.Content.Bodies;

namespace GbGateway.Content.Profiles;

/// <summary>Where the APIs' requests keep what a user wrote, and the keywords' word on it. Requests are looked at, never changed.</summary>
public static class PromptTexts
{
    private const int MaxDepth = 1000;

    // Anthropic's tools answer in the user's turn.
    private const string ToolResult = "messages[].content[].content";

    private static readonly SlotTree Tree = SlotTree.Of(
    [
        .. Conversation("messages", "role", "content"),
        Prompt(ToolResult),
        Prompt(ToolResult + "[].text"),
        .. Conversation("input", "role", "content"),
        .. Conversation("input.messages", "role", "content"),
        .. Conversation("Messages", "Role", "Content"),
        Prompt("Messages[].Contents[].Text"),
        new("contents[].role", SlotKind.PromptRole),
        Prompt("contents[].parts[].text"),
        Prompt("contents.parts[].text"),
        Prompt("prompt"),
        Prompt("prompt[]"),
        Prompt("input"),
        Prompt("input[]"),
        Prompt("input.prompt"),
        Prompt("inputs"),
        Prompt("message"),
        Prompt("query"),
        Prompt("suffix"),
        Prompt("negative_prompt"),
        Prompt("instances[].prompt"),
        Prompt("text_prompts[].text"),
        new("safety_identifier", SlotKind.PromptUser),
        new("user", SlotKind.PromptUser),
        new("metadata.user_id", SlotKind.PromptUser),
    ]);

    // What an operator or the model wrote. Any other word, and none, is a user's.
    private static readonly byte[][] OtherRoles = [.. new[] { "system", "developer", "assistant", "model", "tool", "function" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>Looks at a request's body; what is found is noted in the exchange.</summary>
    public static PromptOutcome Scan(ReadOnlySpan<byte> body, Exchange exchange)
    {
        using var hits = new SlotHits();
        if (!JsonScanner.TryScan(body, Tree, hits, MaxDepth))
        {
            return PromptOutcome.Unreadable;
        }
        using var unused = new PooledBuffer();
        var others = new HashSet<(int Role, int Message)>();
        foreach (var hit in hits.Span)
        {
            if (Tree.Slots[hit.Slot].Kind == SlotKind.PromptRole && IsOther(hit.Of(body)))
            {
                others.Add((hit.Slot, hit.Ordinal));
            }
            else if (Tree.Slots[hit.Slot].Kind == SlotKind.PromptUser && hit.IsText)
            {
                exchange.NamedUser ??= System.Text.Encoding.UTF8.GetString(hit.Of(body));
            }
        }
        // What the user says now stands last; what was said before was counted before.
        var (blocked, blockedLast, last) = (false, false, -1);
        foreach (var hit in hits.Span)
        {
            if (hit.IsText && Tree.Slots[hit.Slot].Kind == SlotKind.Prompt && !others.Contains((RoleOf[hit.Slot], hit.Ordinal)))
            {
                using var text = new FilteredText(exchange, FilterDirection.Prompt);
                text.Push(hit.Of(body), unused);
                text.Flush(unused);
                unused.Clear();
                blocked |= text.Blocked;
                if (!Tree.Slots[hit.Slot].Path.StartsWith(ToolResult, StringComparison.Ordinal))
                {
                    // What a tool brought is kept from the model, but the user did not say it.
                    (blockedLast, last) = (text.Blocked || (blockedLast && hit.Ordinal == last), hit.Ordinal);
                }
            }
        }
        exchange.PromptOffends = blockedLast;
        return blocked ? PromptOutcome.Blocked : PromptOutcome.Passes;
    }

    // The index of the role that stands beside each prompt, or -1.
    private static readonly int[] RoleOf = [.. Tree.Slots.Select(static slot => slot.Kind == SlotKind.Prompt ? FindRole(ListOf(slot)) : -1)];

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

    private static bool IsOther(ReadOnlySpan<byte> role)
    {
        foreach (var other in OtherRoles)
        {
            if (role.SequenceEqual(other))
            {
                return true;
            }
        }
        return false;
    }

    // The list of messages a place is in.
    private static string ListOf(ContentSlot slot) => slot.Path[..Math.Max(slot.Path.IndexOf("[]", StringComparison.Ordinal), 0)];

    private static ContentSlot Prompt(string path) => new(path, SlotKind.Prompt);

    private static ContentSlot[] Conversation(string list, string role, string content) =>
    [
        new($"{list}[].{role}", SlotKind.PromptRole),
        Prompt($"{list}[].{content}"),
        Prompt($"{list}[].{content}[].text"),
    ];
}
