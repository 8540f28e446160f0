using System.Buffers;
using GbGateway.Content.Profiles;

namespace GbGateway.Content.Bodies;

/// <summary>The hits of one scan, in document order, and where the root object ends. Reused from document to document.</summary>
public sealed class SlotHits : IDisposable
{
    private SlotHit[] _hits = [];
    private ulong _kinds;

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
    public void Clear() => (Count, RootEnd, RootIsEmpty, _kinds) = (0, -1, false, 0);

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

    /// <summary>Drops the hits whose conditions don't hold: slots of another event type, parts that are thoughts or no text.</summary>
    internal void Qualify(ReadOnlySpan<byte> json, SlotTree tree)
    {
        if (!tree.IsConditional)
        {
            return;
        }
        var type = First(tree, SlotKind.EventType) is { } hit ? hit.Of(json) : default;
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            var slot = tree.Slots[_hits[i].Slot];
            if ((slot.When.IsEmpty || slot.When.Span.SequenceEqual(type))
                && (!slot.WhenThought || !IsPlainText(json, tree, _hits[i].Parent))
                && (slot.Kind is not (SlotKind.Text or SlotKind.Copy) || IsPlainText(json, tree, _hits[i].Parent)))
            {
                _hits[kept++] = _hits[i];
            }
        }
        Count = kept;
    }

    // Asked while hits are being dropped: a sibling may have moved to the front already, or stand where it stood. Both are found.
    private bool IsPlainText(ReadOnlySpan<byte> json, SlotTree tree, int parent)
    {
        foreach (var hit in Span)
        {
            if (hit.Parent == parent)
            {
                var kind = tree.Slots[hit.Slot].Kind;
                if (kind == SlotKind.Thought && hit.Token == JsonToken.True)
                {
                    return false;
                }
                if (kind == SlotKind.TextType && !hit.Of(json).SequenceEqual("text"u8) && !hit.Of(json).SequenceEqual("output_text"u8)
                    && !hit.Of(json).SequenceEqual("text_delta"u8))
                {
                    return false;
                }
            }
        }
        return true;
    }

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
        (Count, RootEnd, RootIsEmpty, _kinds) = (other.Count, rootEnd, other.RootIsEmpty, other._kinds);
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
