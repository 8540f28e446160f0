using GbGateway.Content.Filtering;

namespace GbGateway.Content.Bodies;

/// <summary>
/// One text on its way through the route's keywords: as a whole, in pieces, or in events that each repeat all that was said before. Under
/// a set that only observes, bytes pass at once and unchanged.
/// </summary>
internal sealed class FilteredText(
    Exchange exchange, FilterDirection direction = FilterDirection.Answer, bool cumulates = false, TextForm form = TextForm.Text) : IDisposable
{
    private readonly KeywordSet _keywords = exchange.KeywordsFor(direction)!;
    private readonly bool _passes = exchange.KeywordsFor(direction)!.OnlyObserves;
    private readonly PooledBuffer _seen = new();
    private readonly PooledBuffer _said = new();
    private readonly PooledBuffer _unused = new();
    private RunFilter? _filter;
    private bool _cumulates = cumulates;

    /// <summary>Whether the text ended before a hit.</summary>
    public bool Blocked { get; private set; }

    /// <summary>Whether some of the text waits.</summary>
    public bool Holds => !_passes && _filter is { Held: > 0 };

    /// <summary>All that left so far, where an event repeats it; else empty.</summary>
    public ReadOnlySpan<byte> Repeated => _cumulates ? _said.Span : default;

    /// <summary>Takes JSON string content and writes what may leave now, in the place of it.</summary>
    public void Push(ReadOnlySpan<byte> text, PooledBuffer output)
    {
        if (Blocked || text.IsEmpty)
        {
            return;
        }
        var whole = text;
        if (_cumulates && (_cumulates = text.StartsWith(_seen.Span)))
        {
            text = text[_seen.Length..];
            _seen.Append(text);
        }
        _filter ??= form == TextForm.Text
            ? new TextFilter(_keywords, exchange.Policy.FilterOptions, json: true)
            : new ArgumentsFilter(_keywords, exchange.Policy.FilterOptions, inString: form == TextForm.JsonInString);
        if (_passes)
        {
            output.Append(whole);
        }
        _filter.Push(text, Target(output));
        if (_cumulates && !_passes)
        {
            output.Append(_said.Span);
        }
        Blocked = _filter.Blocked;
    }

    /// <summary>The text ends: writes the rest. A text that goes on afterwards is a new one.</summary>
    public void Flush(PooledBuffer output)
    {
        if (_filter is not { } filter)
        {
            return;
        }
        var said = _said.Length;
        filter.Flush(Target(output));
        if (_cumulates && !_passes)
        {
            output.Append(_said.Span[said..]);
        }
        Blocked = filter.Blocked;
        Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _seen.Dispose();
        _said.Dispose();
        _unused.Dispose();
    }

    private PooledBuffer Target(PooledBuffer output)
    {
        _unused.Clear();
        return _passes ? _unused : _cumulates ? _said : output;
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _filter, null) is { } filter)
        {
            exchange.Note(direction, filter.Verdict, filter.Blocked);
            filter.Dispose();
        }
    }
}
