namespace GbGateway.Content.Filtering;

/// <summary>Hits of a window; grows, never shrinks, sorts in place.</summary>
internal sealed class HitList
{
    private TextHit[] _hits = [];

    internal int Count { get; private set; }

    internal Span<TextHit> Span => _hits.AsSpan(0, Count);

    internal TextHit this[int index] => _hits[index];

    internal void Add(TextHit hit)
    {
        if (Count == _hits.Length)
        {
            Array.Resize(ref _hits, Math.Max(16, Count * 2));
        }

        _hits[Count++] = hit;
    }

    internal void Sort()
    {
        if (Count > 1)
        {
            Span.Sort();
        }
    }

    internal void RemoveFirst(int count)
    {
        if (count > 0)
        {
            _hits.AsSpan(count, Count - count).CopyTo(_hits);
            Count -= count;
        }
    }

    internal void Clear() => Count = 0;

    internal void Shift(int bytes)
    {
        foreach (ref TextHit hit in Span)
        {
            hit = hit.Shift(bytes);
        }
    }
}
