using System.Buffers;
using System.Runtime.InteropServices;
using GbGateway.Content.Profiles;

namespace GbGateway.Content.Bodies;

/// <summary>The hits of one scan, in document order, and where the root object ends. Reused from document to document.</summary>
public sealed class SlotHits : IDisposable
{
    private const int Whole = -1;

    private HashSet<int>? _noText;
    private HashSet<int>? _ofUsers;
    private HashSet<int>? _sounds;
    private List<(int Slot, int Ordinal, int Value)>? _runs;
    private SlotHit[] _hits = [];
    private ulong _kinds;
    private bool _siblings;
    private int _runAt;

    /// <summary>The event's name in the framing, for trees that go by it.</summary>
    internal ReadOnlyMemory<byte> EventName { get; set; }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Where the root object's closing brace stands, or -1 if the root is no object.</summary>
    public int RootEnd { get; internal set; }

    /// <summary>Whether the root object has no members.</summary>
    public bool RootIsEmpty { get; internal set; }

    /// <summary>The hits.</summary>
    public ReadOnlySpan<SlotHit> Span => _hits.AsSpan(0, Count);

    /// <summary>The first hit of a kind, or null.</summary>
    public SlotHit? First(SlotTree tree, SlotKind kind)
    {
        if (!MayHave(kind))
        {
            return null;
        }
        foreach (var hit in Span)
        {
            if (tree.Slots[hit.Slot].Kind == kind)
            {
                return hit;
            }
        }
        return null;
    }

    /// <summary>Whether the scan met a hit of a kind; conditions may have dropped it since.</summary>
    public bool MayHave(SlotKind kind) => (_kinds & (1UL << (int)kind)) != 0;

    /// <summary>Forgets the hits, keeps the room.</summary>
    public void Clear() => (Count, RootEnd, RootIsEmpty, _kinds, _siblings) = (0, -1, false, 0, false);

    /// <summary>Gives the room back.</summary>
    public void Dispose()
    {
        var hits = Interlocked.Exchange(ref _hits, []);
        Count = 0;
        if (hits.Length > 0)
        {
            ArrayPool<SlotHit>.Shared.Return(hits);
        }
    }

    /// <summary>
    /// Drops the hits whose conditions don't hold: slots of another event type, parts that are thoughts or no text, what users wrote. Two
    /// passes: what stands beside a hit is noted in the first.
    /// </summary>
    internal void Qualify(ReadOnlySpan<byte> json, SlotTree tree)
    {
        if (!tree.IsConditional)
        {
            return;
        }
        _noText?.Clear();
        _ofUsers?.Clear();
        if (MayHave(SlotKind.Thought) || MayHave(SlotKind.TextType) || MayHave(SlotKind.Author))
        {
            NoteConditions(json, tree);
        }
        var type = First(tree, SlotKind.EventType) is { } hit ? hit.Of(json) : tree.NamesEvents ? EventName.Span : default;
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            var slot = tree.Slots[_hits[i].Slot];
            if ((slot.When.IsEmpty || slot.When.Span.SequenceEqual(type)) && Qualifies(slot, _hits[i]))
            {
                _hits[kept++] = _hits[i];
            }
        }
        Count = kept;
    }

    /// <summary>The number a <see cref="SlotKind.RunIndex"/> gives the outer element <paramref name="ordinal"/>; cheap when asked in the document's order.</summary>
    internal bool TryFindRun(ReadOnlySpan<byte> json, SlotTree tree, int ordinal, out int run)
    {
        NoteSiblings(json, tree);
        for (var i = 0; i < _runs?.Count; i++)
        {
            var at = _runAt + i < _runs.Count ? _runAt + i : _runAt + i - _runs.Count;
            if (_runs[at].Ordinal == ordinal)
            {
                (_runAt, run) = (at, _runs[at].Value);
                return true;
            }
        }
        run = ordinal;
        return false;
    }

    /// <summary>What every <see cref="SlotKind.RunIndex"/> of the document says.</summary>
    internal ReadOnlySpan<(int Slot, int Ordinal, int Value)> RunIndexes(ReadOnlySpan<byte> json, SlotTree tree)
    {
        NoteSiblings(json, tree);
        return CollectionsMarshal.AsSpan(_runs);
    }

    /// <summary>Whether the object that begins at <paramref name="parent"/> says that its media is sound or video.</summary>
    internal bool IsSoundOrVideo(ReadOnlySpan<byte> json, SlotTree tree, int parent)
    {
        if (!MayHave(SlotKind.MediaType))
        {
            return false;
        }
        NoteSiblings(json, tree);
        return _sounds?.Contains(parent) ?? false;
    }

    private bool Qualifies(ContentSlot slot, SlotHit hit)
    {
        if (_ofUsers?.Count > 0 && slot.Kind is SlotKind.Text or SlotKind.Copy or SlotKind.SideText or SlotKind.Image or SlotKind.Output
            && (_ofUsers.Contains(Whole) || _ofUsers.Contains(hit.Ordinal)))
        {
            return false;
        }
        return slot.Kind is not (SlotKind.Text or SlotKind.Copy) && !slot.WhenThought
            || (_noText?.Contains(hit.Parent) ?? false) == slot.WhenThought;
    }

    private void NoteConditions(ReadOnlySpan<byte> json, SlotTree tree)
    {
        foreach (var hit in Span)
        {
            var slot = tree.Slots[hit.Slot];
            var notes = slot.Kind switch
            {
                SlotKind.Thought => hit.Token == JsonToken.True,
                SlotKind.TextType => !IsPlainText(hit.Of(json)),
                SlotKind.Author => IsUser(hit.Of(json)),
                _ => false,
            };
            if (notes)
            {
                (slot.Kind == SlotKind.Author ? _ofUsers ??= [] : _noText ??= []).Add(slot.Kind != SlotKind.Author ? hit.Parent : slot.Path.Contains('[') ? hit.Ordinal : Whole);
            }
        }
    }

    // One pass a document, at the first question.
    private void NoteSiblings(ReadOnlySpan<byte> json, SlotTree tree)
    {
        if (_siblings)
        {
            return;
        }
        _siblings = true;
        _runs?.Clear();
        _sounds?.Clear();
        _runAt = 0;
        if (!MayHave(SlotKind.RunIndex) && !MayHave(SlotKind.MediaType))
        {
            return;
        }
        foreach (var hit in Span)
        {
            var kind = tree.Slots[hit.Slot].Kind;
            if (kind == SlotKind.RunIndex && JsonText.TryReadInt(hit.Of(json), out var value))
            {
                (_runs ??= []).Add((hit.Slot, hit.Ordinal, value));
            }
            else if (kind == SlotKind.MediaType && IsSoundOrVideo(hit.Of(json)))
            {
                (_sounds ??= []).Add(hit.Parent);
            }
        }
    }

    private static bool IsPlainText(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("text"u8) || type.SequenceEqual("output_text"u8) || type.SequenceEqual("text_delta"u8)
        || type.SequenceEqual("refusal"u8) || type.SequenceEqual("output_audio"u8) || type.SequenceEqual("message"u8) || type.SequenceEqual("answer"u8);

    private static bool IsUser(ReadOnlySpan<byte> author) =>
        author.SequenceEqual("user"u8) || author.SequenceEqual("system"u8) || author.SequenceEqual("developer"u8) || author.SequenceEqual("tool"u8)
        || author.SequenceEqual("user_input"u8);

    private static bool IsSoundOrVideo(ReadOnlySpan<byte> type) =>
        type.StartsWith("audio/"u8) || type.StartsWith("video/"u8) || type.StartsWith("audio\\/"u8) || type.StartsWith("video\\/"u8);

    internal void Add(SlotHit hit, SlotKind kind)
    {
        if (Count == _hits.Length)
        {
            Grow(Math.Max(16, Count * 2));
        }
        _hits[Count++] = hit;
        _kinds |= 1UL << (int)kind;
    }

    /// <summary>Room for the hits of a document of the same shape as another's; its root ends at <paramref name="rootEnd"/>.</summary>
    internal Span<SlotHit> ResetLike(SlotHits other, int rootEnd)
    {
        if (other.Count > _hits.Length)
        {
            Grow(other.Count);
        }
        (Count, RootEnd, RootIsEmpty, _kinds, _siblings) = (other.Count, rootEnd, other.RootIsEmpty, other._kinds, false);
        return _hits.AsSpan(0, Count);
    }

    private void Grow(int count)
    {
        var bigger = ArrayPool<SlotHit>.Shared.Rent(count);
        _hits.AsSpan(0, Count).CopyTo(bigger);
        if (_hits.Length > 0)
        {
            ArrayPool<SlotHit>.Shared.Return(_hits);
        }
        _hits = bigger;
    }
}
