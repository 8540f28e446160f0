using System.Buffers;
using GbGateway.Content.Profiles;
using GbGateway.Labels.Text;

namespace GbGateway.Content.Bodies;

/// <summary>One choice's text as it streams by: whether it has any, and which labels it got.</summary>
internal sealed class TextRun(int index, SideTexts side, ExplicitTextLabel label) : IDisposable
{
    private byte[] _ends = [];
    private int _head;
    private int _tail;
    private long _length;

    /// <summary>The upstream's number of this choice.</summary>
    public int Index { get; } = index;

    /// <summary>What of the choice it is; none for its text.</summary>
    public SideTexts Side { get; } = side;

    /// <summary>Whether text that is not blank has come.</summary>
    public bool HasText { get; private set; }

    /// <summary>Whether the choice has ended, its label written if it was owed one.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Whether the upstream said that the choice is over.</summary>
    public bool IsFinished { get; set; }

    /// <summary>Its way through the keywords; null where the route has none.</summary>
    public FilteredText? Filter { get; init; }

    /// <summary>Where pictures begin and end in it.</summary>
    public PictureFinder Pictures;

    /// <summary>Base64 of a picture in it, held back until its end; null before the first.</summary>
    public PooledBuffer? Picture { get; set; }

    /// <summary>Whether a picture in it waits for its end.</summary>
    public bool HoldsPicture => Picture is { Length: > 0 };

    /// <summary>Where its first text stood: how an event of its own would look.</summary>
    public ContentSlot? Slot { get; set; }

    /// <summary>Whether its label was written before it.</summary>
    public bool HasStartLabel { get; set; }

    /// <summary>Whether its label was written after it.</summary>
    public bool HasEndLabel { get; set; }

    /// <summary>Notes a piece of text, JSON string content.</summary>
    /// <returns>Whether it is the first that is not blank.</returns>
    public bool Append(ReadOnlySpan<byte> text)
    {
        var isFirst = !HasText && !JsonText.IsBlank(text);
        HasText |= isFirst;
        if (!HasText)
        {
            return false;
        }
        _length += text.Length;
        // Both ends are kept, so that a label the model wrote itself is not written twice.
        var window = label.LongestForm;
        if (_ends.Length == 0)
        {
            _ends = ArrayPool<byte>.Shared.Rent(2 * window);
        }
        var fits = Math.Min(text.Length, window - _head);
        text[..fits].CopyTo(_ends.AsSpan(_head));
        _head += fits;
        var tail = _ends.AsSpan(window, window);
        if (text.Length >= window)
        {
            text[^window..].CopyTo(tail);
            _tail = window;
        }
        else
        {
            var keep = Math.Min(_tail, window - text.Length);
            tail.Slice(_tail - keep, keep).CopyTo(tail);
            text.CopyTo(tail[keep..]);
            _tail = keep + text.Length;
        }
        return isFirst;
    }

    /// <summary>Another text begins under the same number.</summary>
    public void Reopen()
    {
        (HasText, IsClosed, IsFinished, HasStartLabel, HasEndLabel) = (false, false, false, false, false);
        (_head, _tail, _length, Slot) = (0, 0, 0, null);
    }

    /// <summary>Whether the model, or the upstream, wrote the label itself, at either end.</summary>
    public bool LabelStands =>
        _ends.Length > 0 && label.StandsIn(_ends.AsSpan(0, _head), _ends.AsSpan(label.LongestForm, _tail), _length <= label.LongestForm);

    /// <inheritdoc/>
    public void Dispose()
    {
        Filter?.Dispose();
        Picture?.Dispose();
        var ends = Interlocked.Exchange(ref _ends, []);
        if (ends.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(ends);
        }
    }
}
