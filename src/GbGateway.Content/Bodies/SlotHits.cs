using System.Buffers;

namespace GbGateway.Content.Bodies;

/// <summary>The hits of one scan, in document order, and where the root object ends. Reused from document to document.</summary>
public sealed class SlotHits : IDisposable
{
    private SlotHit[] _hits = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Where the root object's closing brace stands, or -1 if the root is no object.</summary>
    public int RootEnd { get; internal set; }

    /// <summary>Whether the root object has no members.</summary>
    public bool RootIsEmpty { get; internal set; }

    /// <summary>The hits.</summary>
    public ReadOnlySpan<SlotHit> Span => _hits.AsSpan(0, Count);

    /// <summary>Forgets the hits, keeps the room.</summary>
    public void Clear() => (Count, RootEnd, RootIsEmpty) = (0, -1, false);

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

    internal void Add(SlotHit hit)
    {
        if (Count == _hits.Length)
        {
            var bigger = ArrayPool<SlotHit>.Shared.Rent(Math.Max(16, Count * 2));
            _hits.AsSpan(0, Count).CopyTo(bigger);
            if (_hits.Length > 0)
            {
                ArrayPool<SlotHit>.Shared.Return(_hits);
            }
            _hits = bigger;
        }
        _hits[Count++] = hit;
    }
}
