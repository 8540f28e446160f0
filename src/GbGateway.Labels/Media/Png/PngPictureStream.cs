using System.Buffers;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Png.Surgery;

namespace GbGateway.Labels.Media.Png;

/// <summary>Labels a PNG while it arrives. Labels and manifests before the picture data are known when the head leaves; those behind it are dealt with as they pass.</summary>
internal sealed class PngPictureStream(PngFormat format, LabelOrder order, int maxHeld) : PictureStream
{
    private readonly PngSurgeon _surgeon = new(maxHeld);
    private readonly ScratchBuffer _metadata = ScratchBuffer.Rent();
    private PictureSurvey? _survey;
    private PngLateLabels? _late;
    private bool _isDisposed;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Held => _surgeon.Held;

    /// <inheritdoc/>
    public override LabelReceipt Receipt => ReceiptOf(format, _survey!);

    private protected override bool IsWhole => _surgeon.IsWhole;

    private protected override void Take(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        if (_surgeon.Push(piece, output) == PngStep.NeedsOrder && Order(output) is { } why)
        {
            Stop(PictureStreamStep.Declined, why);
            return;
        }
        switch (_surgeon.Step)
        {
            case PngStep.Labelled:
                Step = PictureStreamStep.Leaving;
                break;
            case PngStep.Refused:
                Stop(PictureStreamStep.Declined, _surgeon.Reason);
                break;
            case PngStep.Broken:
                Stop(PictureStreamStep.Broken, _surgeon.Reason);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _surgeon.Dispose();
            _metadata.Dispose();
            _late?.Dispose();
        }
    }

    private string? Order(IBufferWriter<byte> output)
    {
        var head = _surgeon.Head;
        if (MediaLabeler.FindExcess(format, head, order.Limits, out var facts) is { } excess)
        {
            return excess.Reason ?? "over a cap";
        }
        var survey = _survey = PngContainer.SurveyHead(head, facts);
        if (survey.Unstampable is { } unstampable)
        {
            return unstampable;
        }
        if (!PngSurgicalWriter.TryPlan(head, survey, order, _metadata, out var drops))
        {
            return "labels in other carriers than XMP";
        }
        var placed = PlacedStamp.For(order.Wording!, order.Position, facts, order.Font);
        _late = new PngLateLabels(survey, order);
        _surgeon.OrderInStream(placed.Stamp, placed.X, placed.Y, _metadata.Memory, drops, _late, output);
        return null;
    }
}
