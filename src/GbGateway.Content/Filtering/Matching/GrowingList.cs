namespace GbGateway.Content.Filtering;

/// <summary>A list whose items can be set in place and read as a span.</summary>
internal sealed class GrowingList<T>(int capacity)
{
    private T[] _items = new T[capacity];

    internal int Count { get; private set; }

    internal ReadOnlySpan<T> Span => _items.AsSpan(0, Count);

    internal T this[int index]
    {
        get => _items[index];
        set => _items[index] = value;
    }

    internal void Add(T item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        _items[Count++] = item;
    }

    internal T[] ToArray() => Span.ToArray();
}
