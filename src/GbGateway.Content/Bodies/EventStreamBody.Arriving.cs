using System.Buffers;
using GbGateway.Content.Profiles;
using GbGateway.Labels;

namespace GbGateway.Content.Bodies;

/// <summary>
/// The event at hand, while it arrives: a long picture in it is labelled and forwarded as it comes, and never kept (<see cref="ArrivingPicture"/>).
/// Subclasses add to what they keep of an event in slices of <see cref="MaxSlice"/>, stop before a long event's end, and call <see cref="Advance"/>
/// after each, so that an event goes the same way however it was cut.
/// </summary>
public abstract partial class EventStreamBody : IArrivingDocument
{
    /// <summary>Most bytes added to an event before it is looked at.</summary>
    protected const int MaxSlice = 64 << 10;

    /// <summary>An event up to this length holds no picture worth forwarding.</summary>
    protected const int ShortEvent = Base64Picture.SmallLength;

    private ArrivingPicture? _arriving;

    /// <summary>Up to where the event's document has left, counted in what is kept of it; 0 if nothing has.</summary>
    protected int Left => _arriving?.Left ?? 0;

    /// <summary>Whether a picture's string is being forwarded: what comes is for <see cref="Pass"/>.</summary>
    protected bool IsPassing => _arriving is { IsPassing: true };

    /// <summary>Looks at what was added to an event of more than <see cref="ShortEvent"/> bytes.</summary>
    /// <param name="kept">What is kept of it.</param>
    /// <param name="start">Where in it the document begins.</param>
    /// <param name="output">Gets what may leave.</param>
    private protected RewriteStatus Advance(PooledBuffer kept, int start, IBufferWriter<byte> output)
    {
        if (_arriving is null)
        {
            if (Exchange.Profile is not { PlainText: null, Stream.HasPictures: true } profile)
            {
                return RewriteStatus.Done;
            }
            _arriving = new ArrivingPicture(Exchange, profile.Stream, this, kept, start);
        }
        var status = _arriving.Advance(output);
        return _arriving.Refusal is { } refusal ? Stop(refusal) : status;
    }

    /// <summary>Forwards the string's next characters.</summary>
    /// <param name="input">Advanced to what follows the string.</param>
    /// <param name="output">Gets what may leave.</param>
    protected RewriteStatus Pass(ref ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        input = _arriving!.Pass(input, output);
        return _arriving.Refusal is { } refusal ? Stop(refusal) : RewriteStatus.Done;
    }

    /// <summary>The upstream ended within a picture.</summary>
    protected RewriteStatus StopWithin() => Stop(new LabelReceipt(LabelOutcome.Malformed, "json", "", "the answer ends within a picture"));

    /// <summary>The event is over.</summary>
    protected void EndEvent()
    {
        _arriving?.Dispose();
        _arriving = null;
    }

    bool IArrivingDocument.TryPlanHead(ReadOnlySpan<byte> json, int from, int picture)
    {
        // What API it is must be told by now, as the whole event would tell it.
        var profile = Exchange.Profile!;
        if (!_recognized && !(JsonScanner.TryScan(json, profile.Stream, _shape, Exchange.Policy.Limits.MaxDepth) && ApiProfile.ShowsShape(profile.Stream, _shape)))
        {
            return false;
        }
        _labels ??= profile.LabelStream(Exchange, this);
        return _labels.TryPlanHead(json, from, picture);
    }

    RewriteStatus IArrivingDocument.Apply(ReadOnlySpan<byte> json, IBufferWriter<byte> output, out LabelReceipt? refusal)
    {
        var status = _labels!.Apply(json, output, out refusal);
        PixelsWanted = _labels.PixelsWanted;
        return status;
    }
}
