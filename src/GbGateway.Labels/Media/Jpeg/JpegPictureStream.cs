using System.Buffers;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Jpeg.Surgery;

namespace GbGateway.Labels.Media.Jpeg;

/// <summary>Labels a JPEG while it arrives. All metadata stand before its scan; an index of further pictures (MPF) follows by how much the head grew.</summary>
internal sealed class JpegPictureStream : PictureStream
{
    private readonly JpegFormat _format;
    private readonly LabelOrder _order;
    private readonly JpegStampStream _stream;
    private readonly List<int> _indexes = []; // where in the file their data begin
    private ScratchBuffer? _inserted = ScratchBuffer.Rent();
    private PictureSurvey? _survey;
    private string? _declined;

    public JpegPictureStream(JpegFormat format, LabelOrder order, int maxHeld)
    {
        (_format, _order) = (format, order);
        _stream = new JpegStampStream(Plan, maxHeld);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Held => _stream.Held.Span;

    /// <inheritdoc/>
    public override LabelReceipt Receipt => ReceiptOf(_format, _survey!);

    private protected override bool IsWhole => _stream.TryFinish();

    private protected override void Take(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        if (Step == PictureStreamStep.Holding)
        {
            Begin(piece, output);
        }
        else if (!_stream.TryPush(piece, output))
        {
            Stop(PictureStreamStep.Broken, _stream.Reason!);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _stream.Dispose();
        Interlocked.Exchange(ref _inserted, null)?.Dispose();
    }

    private void Begin(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        using var labelled = ScratchBuffer.Rent(); // an index is corrected before a byte leaves
        var goesOn = _stream.TryPush(piece, labelled);
        if (!_stream.HasStarted)
        {
            if (!goesOn)
            {
                Stop(PictureStreamStep.Declined, _declined ?? _stream.Reason!);
            }
            return;
        }
        Interlocked.Exchange(ref _inserted, null)?.Dispose();
        Step = PictureStreamStep.Leaving;
        if (!goesOn)
        {
            Stop(PictureStreamStep.Broken, _stream.Reason!);
        }
        MoveIndexes(labelled.Written, (int)(labelled.Length + _stream.LeftOut - Pushed - piece.Length));
        output.Write(labelled.Written);
    }

    private JpegStampPlan? Plan(ReadOnlySpan<byte> head)
    {
        var excess = MediaLabeler.FindExcess(_format, head, _order.Limits, out var facts);
        _survey = excess is null ? JpegContainer.SurveyHead(head) : null;
        var edits = new JpegHeadEdits(_inserted!);
        _declined = excess?.Reason ?? (_survey is null ? "a malformed head" : _survey.Unstampable) ?? edits.Plan(head, _order)
            ?? (edits.HasIndex && !TryNoteIndexes(head) ? "an index of further pictures that can't follow them" : null);
        if (_declined is not null)
        {
            return null;
        }
        var placed = PlacedStamp.For(_order.Wording!, _order.Position, facts, _order.Font);
        return new JpegStampPlan(placed.Stamp, placed.X, placed.Y, edits.Splices);
    }

    private bool TryNoteIndexes(ReadOnlySpan<byte> head)
    {
        var segments = new JpegSegments(head);
        while (segments.MoveNext())
        {
            if (JpegApp.IsMpf(head, segments.Current))
            {
                _indexes.Add(segments.Current.DataStart);
                if (!JpegMpf.Move(segments.Current.Data(head)[JpegApp.MpfPrefix.Length..].ToArray(), 0, 0))
                {
                    return false;
                }
            }
        }
        return true;
    }

    private void MoveIndexes(Span<byte> labelled, int grown)
    {
        var segments = new JpegSegments(labelled);
        for (var i = 0; i < _indexes.Count && segments.MoveNext();)
        {
            var segment = segments.Current;
            if (JpegApp.IsMpf(labelled, segment))
            {
                var moved = grown - (segment.DataStart - _indexes[i++]);
                JpegMpf.Move(labelled[(segment.DataStart + JpegApp.MpfPrefix.Length)..segment.End], moved, grown);
            }
        }
    }
}
