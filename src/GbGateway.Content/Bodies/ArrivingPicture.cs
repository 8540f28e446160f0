using System.Buffers;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Media;

namespace GbGateway.Content.Bodies;

/// <summary>
/// The pictures of one JSON document, a whole answer or an event, that are labelled while they arrive, one after the other.
/// 1. A long string at a picture's slot is found. 2. If nothing that comes later can decide about what stands before it, its text is pushed
/// as it comes, and still kept. 3. Once its label's rows are there, what stands before it leaves with its edits, then the labelled text; the
/// string's content goes out of the kept body. 4. The rest of the string is forwarded. 5. The document goes on at the closing quote.
/// A string that can't be labelled that way stays in the body, for the whole document to decide about.
/// </summary>
/// <param name="exchange">The exchange.</param>
/// <param name="tree">Where pictures stand.</param>
/// <param name="document">Plans what stands around them.</param>
/// <param name="body">What is kept of the document, and what stands before it.</param>
/// <param name="start">Where in it the document begins; what stands before leaves as it is.</param>
internal sealed class ArrivingPicture(Exchange exchange, SlotTree tree, IArrivingDocument document, PooledBuffer body, int start) : IDisposable
{
    /// <summary>So many strings that stayed are enough: each costs a scan of what stands before it.</summary>
    private const int MaxKept = 8;

    private readonly PictureWatch _watch = new(tree, exchange.Policy.Limits.MaxDepth);
    private readonly PooledBuffer _head = new();
    private Base64Picture? _picture;
    private int _pushed;
    private int _kept;
    private int _label;
    private bool _escaped;

    /// <summary>Whether labelled bytes have left.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Whether a picture's string is being forwarded: what comes is for <see cref="Pass"/>.</summary>
    public bool IsPassing { get; private set; }

    /// <summary>Whether a picture is labelled, and one before it waits for a permit.</summary>
    public bool WaitsForPixels { get; private set; }

    /// <summary>Up to where the kept document has left.</summary>
    public int Left { get; private set; }

    /// <summary>Why the answer breaks off, or null.</summary>
    public LabelReceipt? Refusal { get; private set; }

    private ReadOnlySpan<byte> Json => body.Span[start..];

    /// <summary>Looks at what was added to the body.</summary>
    public RewriteStatus Advance(IBufferWriter<byte> output)
    {
        while (WaitsForPixels || _watch.TryFind(Json))
        {
            if (!WaitsForPixels)
            {
                if (_picture is null && !TryBegin())
                {
                    continue;
                }
                switch (Push())
                {
                    case PictureStreamStep.Holding:
                        return RewriteStatus.Done;
                    case PictureStreamStep.Declined:
                        Keep();
                        continue;
                }
            }
            var status = Leave(output);
            if (status != RewriteStatus.Done || IsPassing || Refusal is not null)
            {
                return status;
            }
        }
        return RewriteStatus.Done;
    }

    /// <summary>Forwards the string's next characters.</summary>
    /// <returns>What follows the string, from its closing quote on.</returns>
    public ReadOnlySpan<byte> Pass(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        var end = FindEnd(input);
        var picture = _picture!;
        if (picture.Push(input[..end], output) == PictureStreamStep.Leaving && end < input.Length && picture.TryFinish(output))
        {
            Finish();
        }
        if (picture.Step == PictureStreamStep.Broken)
        {
            Refusal = picture.Receipt;
        }
        return input[end..];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _picture?.Dispose();
        _head.Dispose();
    }

    private bool TryBegin()
    {
        using var closed = new PooledBuffer();
        closed.Append(Json[.._watch.Start]);
        _watch.WriteEnd(closed);
        if (document.TryPlanHead(closed.Span, Left, _watch.Start))
        {
            (_picture, _pushed) = (new Base64Picture(exchange), _watch.Start);
            return true;
        }
        // What could not be told of this one's beginning can't be told of a later one's.
        _watch.Stop();
        return false;
    }

    private PictureStreamStep Push()
    {
        var picture = _picture!;
        var end = _watch.End < 0 ? Json.Length : _watch.End;
        picture.Push(Json[_pushed..end], null);
        _pushed = end;
        if (_watch.End >= 0)
        {
            picture.TryFinish(null);
        }
        return picture.Step;
    }

    private void Keep()
    {
        _picture!.Dispose();
        _picture = null;
        _watch.Keep();
        if (++_kept == MaxKept)
        {
            _watch.Stop();
        }
    }

    private RewriteStatus Leave(IBufferWriter<byte> output)
    {
        // Nothing of a beginning leaves before all of it may.
        var (at, picture) = (_watch.Start, _picture!);
        var status = document.Apply(Json[..at], _head, out var refusal);
        WaitsForPixels = status == RewriteStatus.NeedsPixels;
        Refusal = refusal;
        if (status != RewriteStatus.Done)
        {
            return status;
        }
        output.Write(HasLeft ? [] : body.Span[..start]);
        output.Write(_head.Span);
        _head.Drop(_head.Length);
        picture.Flush(output);
        (HasLeft, Left, _label) = (true, at, exchange.Labels.Count);
        exchange.Note(picture.Event);
        var ended = _watch.End >= 0;
        _escaped = _watch.EndsInEscape && !ended;
        body.Remove(start + at, _pushed - at);
        _watch.TakeOut(_pushed - at);
        IsPassing = !ended;
        if (picture.Step == PictureStreamStep.Broken)
        {
            Refusal = picture.Receipt;
        }
        else if (ended)
        {
            Finish();
        }
        return RewriteStatus.Done;
    }

    private void Finish()
    {
        exchange.Amend(_label, _picture!.Event);
        _picture.Dispose();
        (_picture, IsPassing) = (null, false);
    }

    private int FindEnd(ReadOnlySpan<byte> input)
    {
        for (var at = 0; at < input.Length;)
        {
            if (_escaped)
            {
                _escaped = false;
                at++;
                continue;
            }
            var stop = input[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0)
            {
                break;
            }
            at += stop;
            if (input[at] == (byte)'"')
            {
                return at;
            }
            _escaped = true;
            at++;
        }
        return input.Length;
    }
}
