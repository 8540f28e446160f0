using System.Buffers;
using GbGateway.Content.Profiles;
using GbGateway.Labels;

namespace GbGateway.Content.Bodies;

/// <summary>
/// A response that is one JSON document. It is kept, within <see cref="BodyLimits.MaxBodyBytes"/>, because what stands late in it decides
/// about what stands early, and because a refusal can then still be a clean error.
/// <para>A long picture is labelled while its string arrives (<see cref="ArrivingPicture"/>) where no text stands before it. From then on
/// what was decided leaves, the picture's string is forwarded as it comes and never kept, and a refusal breaks the response.</para>
/// </summary>
public sealed class JsonBody(Exchange exchange) : BodyRewriter
{
    private const int MaxSlice = 64 << 10;

    private readonly PooledBuffer _body = new();
    private DocumentLabels? _labels;
    private ArrivingPicture? _arriving;
    private bool _isPlanned;
    private BodyRewriter? _pieces;
    private int _given;

    /// <inheritdoc/>
    public override BodyKind Kind => BodyKind.Json;

    /// <inheritdoc/>
    public override bool HoldsHead => _arriving is not { HasLeft: true };

    /// <inheritdoc/>
    public override RewriteStatus Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output, out int consumed)
    {
        var rest = input;
        consumed = input.Length;
        var status = _arriving is { WaitsForPixels: true } ? Advance(output) : RewriteStatus.Done;
        while (status == RewriteStatus.Done && !rest.IsEmpty)
        {
            if (_arriving is { IsPassing: true })
            {
                rest = _arriving.Pass(rest, output);
                status = Judge(RewriteStatus.Done);
                continue;
            }
            // The refusal stands at the same byte wherever the body was cut.
            var room = Math.Min(exchange.Policy.Limits.MaxBodyBytes - _body.Length, MaxSlice);
            if (room == 0)
            {
                return Refuse(new LabelReceipt(LabelOutcome.TooLarge, "json", "", $"the answer is longer than MaxBodyBytes, {exchange.Policy.Limits.MaxBodyBytes}"));
            }
            var slice = rest[..Math.Min(rest.Length, room)];
            _body.Append(slice);
            rest = rest[slice.Length..];
            status = Advance(output);
        }
        consumed = status == RewriteStatus.Refused ? input.Length : input.Length - rest.Length;
        return status;
    }

    /// <inheritdoc/>
    public override RewriteStatus Complete(IBufferWriter<byte> output)
    {
        if (_arriving is { IsPassing: true })
        {
            return Refuse(new LabelReceipt(LabelOutcome.Malformed, "json", "", "the answer ends within a picture"));
        }
        var bom = _body.Span.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        var json = _body.Span[bom..];
        if (_pieces is not null)
        {
            return WritePieces(json, output);
        }
        if (!_isPlanned)
        {
            var left = _arriving?.Left ?? 0;
            if (Plan(json, left) is { } refusal)
            {
                if (left > 0 || (_pieces is null && !IsStream(json)))
                {
                    return Refuse(refusal);
                }
                output.Write(_body.Span[..bom]);
                return WritePieces(json, output);
            }
            if (_labels is null)
            {
                // Nothing here that any known API would call content: UnknownApis let it this far.
                output.Write(_body.Span);
                return RewriteStatus.Done;
            }
            _isPlanned = true;
            output.Write(_body.Span[..(left > 0 ? 0 : bom)]);
        }
        var status = _labels!.Apply(json, output, out var receipt);
        PixelsWanted = _labels.PixelsWanted;
        return receipt is null ? status : Refuse(receipt);
    }

    // What the path says holds, unless the answer shows nothing of that API and something of another.
    private LabelReceipt? Plan(ReadOnlySpan<byte> json, int left)
    {
        if (exchange.Profile is { } known)
        {
            _labels ??= DocumentLabels.Rent(exchange, known);
            if (_labels.Plan(json, left) is { } refusal)
            {
                return refusal;
            }
            if (_labels.HasContent)
            {
                return null;
            }
        }
        if (ShapeOf(json) is { } found)
        {
            exchange.Profile = found;
            _labels?.Dispose();
            _labels = DocumentLabels.Rent(exchange, found);
            return _labels.Plan(json);
        }
        return IsStream(json) ? new LabelReceipt(LabelOutcome.Malformed, "json", "", "the answer is a stream") : null;
    }

    // Whether the answer is a stream that calls itself one document. It was kept whole, so it is labelled whole, piece by piece.
    private bool IsStream(ReadOnlySpan<byte> json)
    {
        _pieces = BodyPieces.Of(json, exchange);
        return _pieces is not null;
    }

    private RewriteStatus WritePieces(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        RewriteStatus status;
        do
        {
            // Once more with nothing left, too: a picture may have waited for its permit.
            status = _pieces!.Write(json[_given..], output, out var consumed);
            _given += consumed;
        }
        while (status == RewriteStatus.Done && _given < json.Length);
        status = status == RewriteStatus.Done ? _pieces.Complete(output) : status;
        PixelsWanted = _pieces.PixelsWanted;
        Refusal = _pieces.Refusal;
        return status == RewriteStatus.Ended ? RewriteStatus.Done : status;
    }

    /// <summary>One document has no band to say anything in.</summary>
    public override void Abort(IBufferWriter<byte> output, string? why = null)
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _body.Dispose();
        _labels?.Dispose();
        _arriving?.Dispose();
        _pieces?.Dispose();
    }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private RewriteStatus Advance(IBufferWriter<byte> output)
    {
        if (_body.Length <= Base64Picture.SmallLength && _arriving is null)
        {
            return RewriteStatus.Done;
        }
        if (_arriving is null)
        {
            if (exchange.Profile is not { } profile || !profile.Document.HasPictures)
            {
                return RewriteStatus.Done;
            }
            _labels = DocumentLabels.Rent(exchange, profile);
            _arriving = new ArrivingPicture(exchange, profile.Document, _labels, _body, _body.Span.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0);
        }
        var status = _arriving.Advance(output);
        PixelsWanted = _labels!.PixelsWanted;
        return Judge(status);
    }

    private RewriteStatus Judge(RewriteStatus status) => _arriving?.Refusal is { } receipt ? Refuse(receipt) : status;

    private ApiProfile? ShapeOf(ReadOnlySpan<byte> json)
    {
        using var hits = new SlotHits();
        return exchange.Policy.Profiles.ByShape(json, streamed: false, hits, exchange.Policy.Limits.MaxDepth, exchange.Profile);
    }

    private RewriteStatus Refuse(LabelReceipt receipt)
    {
        Refusal = receipt;
        return RewriteStatus.Refused;
    }
}
