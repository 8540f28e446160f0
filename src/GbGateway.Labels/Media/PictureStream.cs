using System.Buffers;

namespace GbGateway.Labels.Media;

/// <summary>
/// Labels a picture that is still arriving: both labels stand near its head, so the copy begins to leave when the label's rows are there,
/// and goes on piece by piece. What is held is bounded by those rows, not by the picture; the bytes written don't depend on how it was cut.
/// </summary>
/// <remarks>
/// Push until the file ends, then ask <see cref="TryFinish"/>. A file that is <see cref="PictureStreamStep.Declined"/> goes the way of whole
/// files, <see cref="MediaLabeler.WriteLabels"/>. One that is <see cref="PictureStreamStep.Broken"/> must not end like a whole one.
/// </remarks>
public abstract class PictureStream : IDisposable
{
    private const int MaxPiece = 64 << 10;

    /// <summary>Where the labelling stands.</summary>
    public PictureStreamStep Step { get; private protected set; }

    /// <summary>Why the file was declined or is broken, without content; null as long as it is neither.</summary>
    public string? Reason { get; private protected set; }

    /// <summary>The bytes pushed so far, as long as nothing was written.</summary>
    public abstract ReadOnlySpan<byte> Held { get; }

    /// <summary>Bytes of the file taken so far.</summary>
    public long Pushed { get; private set; }

    /// <summary>What was done, from <see cref="PictureStreamStep.Leaving"/> on: what stands late in the file shows in it once it has passed.</summary>
    public abstract LabelReceipt Receipt { get; }

    /// <summary>Takes the next bytes of the file; writes what can leave. Those after a file was declined or broken are not taken: see <see cref="Pushed"/>.</summary>
    public PictureStreamStep Push(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        while (!piece.IsEmpty && Step is PictureStreamStep.Holding or PictureStreamStep.Leaving)
        {
            var next = piece[..Math.Min(piece.Length, MaxPiece)];
            Take(next, output);
            piece = piece[next.Length..];
            Pushed += next.Length;
        }
        return Step;
    }

    /// <summary>Says that the file has ended. True if the copy is whole; if not, the step tells whether it was declined or is broken.</summary>
    public bool TryFinish()
    {
        if (Step == PictureStreamStep.Leaving && IsWhole)
        {
            return true;
        }
        if (Step is PictureStreamStep.Holding or PictureStreamStep.Leaving)
        {
            Stop(Step == PictureStreamStep.Holding ? PictureStreamStep.Declined : PictureStreamStep.Broken, "a file that was cut");
        }
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the scratch memory back.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>Whether the file has come to its regular end.</summary>
    private protected abstract bool IsWhole { get; }

    private protected abstract void Take(ReadOnlySpan<byte> piece, IBufferWriter<byte> output);

    private protected void Stop(PictureStreamStep step, string reason) => (Step, Reason) = (step, reason);

    private protected LabelReceipt ReceiptOf(MediaFormat format, PictureSurvey survey) =>
        new(Step == PictureStreamStep.Broken ? LabelOutcome.Malformed : LabelOutcome.Labelled, format.Name, "surgical", Reason)
        {
            Width = survey.Facts.Width,
            Height = survey.Facts.Height,
            UpstreamLabel = survey.UpstreamLabel,
            HadContentCredentials = survey.HasContentCredentials,
        };
}
