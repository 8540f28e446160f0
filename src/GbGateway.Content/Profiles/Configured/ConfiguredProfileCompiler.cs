namespace GbGateway.Content.Profiles.Configured;

/// <summary>Makes a profile of what an operator wrote, or says everything that is wrong with it.</summary>
public static class ConfiguredProfileCompiler
{
    /// <summary>Most places of one kind of document.</summary>
    public const int MostSlots = 48;

    /// <summary>Makes the profile; null if there are mistakes.</summary>
    /// <param name="draft">What was written.</param>
    /// <param name="mistakes">Gets every mistake: key, value, what is allowed.</param>
    public static ApiProfile? Compile(ConfiguredProfile draft, ICollection<string> mistakes)
    {
        var before = mistakes.Count;
        foreach (var path in draft.Paths)
        {
            if (!IsPath(path))
            {
                mistakes.Add($"{draft.Key}:Paths = \"{path}\": allowed: the end of a path such as /v1/chat-messages, * for any one segment, or :verb");
            }
        }
        if (draft.Document.Count + draft.Stream.Count == 0)
        {
            mistakes.Add($"{draft.Key} names no place: set {draft.Key}:Document for whole answers, {draft.Key}:Stream for events, or both");
        }
        var document = CompileSlots(draft.Document, $"{draft.Key}:Document", streamed: false, mistakes);
        var stream = CompileSlots(draft.Stream, $"{draft.Key}:Stream", streamed: true, mistakes);
        if (mistakes.Count > before)
        {
            return null;
        }
        return new ApiProfile(draft.Name, [.. draft.Paths])
        {
            StreamKind = draft.Framing,
            StreamsByDefault = draft.StreamsByDefault,
            Cumulates = draft.Cumulates,
            SplicesFinish = draft.Cumulates,
            IsToldByShape = draft.IsToldByShape,
            EndsWithDone = draft.EndsWithDone,
            Errors = draft.Errors,
            Document = SlotTree.Of([.. document]),
            Stream = SlotTree.Of([.. stream]),
        };
    }

    private static List<ContentSlot> CompileSlots(IReadOnlyList<ConfiguredSlot> drafts, string key, bool streamed, ICollection<string> mistakes)
    {
        var slots = new List<ContentSlot>();
        if (drafts.Count > MostSlots)
        {
            mistakes.Add($"{key} names {drafts.Count} places; allowed: at most {MostSlots}");
            return slots;
        }
        var siblings = new EventPlaces(drafts);
        foreach (var draft in drafts)
        {
            var path = SlotPath.Normalize(draft.Path);
            if (SlotPath.FindMistake(path) is { } wrong)
            {
                mistakes.Add($"{draft.Key}:Path = \"{draft.Path}\": {wrong}");
            }
            var kind = ConfiguredKind.All.FirstOrDefault(one => one.Word.Equals(draft.Kind, StringComparison.OrdinalIgnoreCase));
            if (kind is null || (!streamed && !kind.InDocuments))
            {
                mistakes.Add($"{draft.Key}:Kind = \"{draft.Kind}\": allowed: {ConfiguredKind.Allowed(streamed)}" + (kind is null ? "" : "; this one belongs to events"));
                continue;
            }
            if (draft.When is not null && !(streamed && siblings.HasType))
            {
                mistakes.Add($"{draft.Key}:When = \"{draft.When}\": allowed only in Stream, beside an entry of kind type that it refers to");
            }
            if (kind.Kind == SlotKind.Echo && path.AsSpan().IndexOfAny('.', '[') >= 0)
            {
                mistakes.Add($"{draft.Key}:Path = \"{draft.Path}\": an echo is a member of the event itself, allowed: a name without dots and brackets");
            }
            var carries = streamed && kind.Kind is SlotKind.Text or SlotKind.SideText;
            if (!carries && (draft.Event ?? draft.EventName) is not null)
            {
                mistakes.Add($"{draft.Key}:Event = \"{draft.Event ?? draft.EventName}\": allowed only for streamed text and reasoning");
            }
            var own = carries && streamed ? siblings.EventFor(draft, path, mistakes) : null;
            if (kind.Kind is { } slot)
            {
                slots.Add(new ContentSlot(path, slot, draft.When) { IsLink = kind.Word == "image-url", Event = own });
            }
        }
        return slots;
    }

    private static bool IsPath(string path) =>
        path.Length is > 1 and <= 200 && path[0] is '/' or ':' && !path.AsSpan().ContainsAny(" ?#;\"{}") && !path.EndsWith('/');
}
