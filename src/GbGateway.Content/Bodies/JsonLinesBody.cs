using System.Buffers;
using GbGateway.Content.Profiles;
using GbGateway.Labels;

namespace GbGateway.Content.Bodies;

/// <summary>A response whose every line is a whole answer, as batch results are: hundreds of megabytes, one line at a time.</summary>
public sealed class JsonLinesBody(Exchange exchange, ApiProfile profile) : BodyRewriter
{
    private const int MaxSlice = 64 << 10;

    private readonly PooledBuffer _line = new();
    private readonly DocumentLabels _labels = DocumentLabels.Rent(exchange, profile);
    private ArrivingPicture? _arriving;
    private bool _begun;
    private bool _linePending;
    private bool _planned;

    /// <inheritdoc/>
    public override BodyKind Kind => BodyKind.Ndjson;

    /// <inheritdoc/>
    public override bool HoldsHead => false;

    /// <inheritdoc/>
    public override RewriteStatus Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output, out int consumed)
    {
        var rest = input;
        var status = _linePending ? WriteLine(output) : _arriving is { WaitsForPixels: true } ? Advance(output) : RewriteStatus.Done;
        while (status == RewriteStatus.Done && !rest.IsEmpty)
        {
            if (_arriving is { IsPassing: true })
            {
                rest = _arriving.Pass(rest, output);
                status = Judge(RewriteStatus.Done);
                continue;
            }
            status = Take(ref rest, output);
        }
        consumed = input.Length - rest.Length;
        return status;
    }

    /// <inheritdoc/>
    public override RewriteStatus Complete(IBufferWriter<byte> output) =>
        _arriving is { IsPassing: true } ? Refuse(new LabelReceipt(LabelOutcome.Malformed, "json", "", "the answer ends within a picture"))
        : _line.Length > 0 ? WriteLine(output) : RewriteStatus.Done;

    /// <inheritdoc/>
    public override void Abort(IBufferWriter<byte> output, string? why = null)
    {
        if (_arriving is { Left: > 0 })
        {
            return; // within a line there is no band to say anything in
        }
        if ((Refusal?.Reason ?? Refusal?.Outcome.ToString() ?? why) is not { } reason)
        {
            return;
        }
        profile.WriteError(Refusal is null ? "upstream_cut" : "label_unavailable", reason, output);
        output.Write("\n"u8);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _line.Dispose();
        _labels.Dispose();
        _arriving?.Dispose();
    }

    private RewriteStatus Take(ref ReadOnlySpan<byte> rest, IBufferWriter<byte> output)
    {
        // The refusal stands at the same byte wherever the body was cut.
        var room = exchange.Policy.Limits.MaxEventBytes - _line.Length;
        if (room == 0)
        {
            return Refuse(new LabelReceipt(LabelOutcome.TooLarge, "ndjson", "", $"a line is longer than MaxEventBytes, {exchange.Policy.Limits.MaxEventBytes}"));
        }
        var slice = rest[..Math.Min(rest.Length, Math.Min(room, MaxSlice))];
        var end = slice.IndexOf((byte)'\n');
        // A long line is looked at before its end, so that it goes the same way however it was cut.
        var take = end < 0 ? slice.Length : end > 0 && _line.Length + end > Base64Picture.SmallLength ? end : end + 1;
        _line.Append(slice[..take]);
        rest = rest[take..];
        _linePending = take == end + 1;
        return _linePending ? WriteLine(output) : _line.Length > Base64Picture.SmallLength ? Advance(output) : RewriteStatus.Done;
    }

    private RewriteStatus Advance(IBufferWriter<byte> output)
    {
        if (_arriving is null)
        {
            if (!profile.Document.HasPictures)
            {
                return RewriteStatus.Done;
            }
            PassByteOrderMark(output);
            _arriving = new ArrivingPicture(exchange, profile.Document, _labels, _line, 0);
        }
        var status = _arriving.Advance(output);
        PixelsWanted = _labels.PixelsWanted;
        return Judge(status);
    }

    private RewriteStatus Judge(RewriteStatus status) => _arriving?.Refusal is { } receipt ? Refuse(receipt) : status;

    private void PassByteOrderMark(IBufferWriter<byte> output)
    {
        if (!_begun && _line.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            output.Write(_line.Span[..3]);
            _line.Drop(3);
        }
        _begun = true;
    }

    private RewriteStatus WriteLine(IBufferWriter<byte> output)
    {
        PassByteOrderMark(output);
        if (_line.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            output.Write(_line.Span);
        }
        else
        {
            if (!_planned && _labels.Plan(_line.Span, _arriving?.Left ?? 0) is { } mistake)
            {
                return Refuse(mistake);
            }
            _planned = true;
            var status = _labels.Apply(_line.Span, output, out var refusal);
            PixelsWanted = _labels.PixelsWanted;
            if (status != RewriteStatus.Done)
            {
                return refusal is null ? status : Refuse(refusal);
            }
        }
        _line.Clear();
        _arriving?.Dispose();
        (_arriving, _linePending, _planned) = (null, false, false);
        return RewriteStatus.Done;
    }

    private RewriteStatus Refuse(LabelReceipt receipt)
    {
        Refusal = receipt;
        return RewriteStatus.Refused;
    }
}
