using System.Buffers;
using System.Text;
using GbGateway.Labels;

namespace GbGateway.Content.Bodies.Multipart;

/// <summary>
/// A response of several parts (<c>multipart/mixed</c>, <c>form-data</c>, <c>related</c>). It is kept whole, within
/// <see cref="BodyLimits.MaxBodyBytes"/>; each part is labelled by what it is, and one that can't be refuses the answer.
/// </summary>
public sealed class MultipartBody : BodyRewriter
{
    // What was true of a part's own bytes only.
    private static readonly byte[][] Stale =
        [.. new[] { "Content-Length", "Content-MD5", "Digest", "Content-Digest", "Repr-Digest", "ETag" }.Select(Encoding.ASCII.GetBytes)];

    private readonly Exchange _exchange;
    private readonly byte[] _boundary;
    private readonly PooledBuffer _body = new();
    private readonly List<MultipartPart> _parts = [];
    private BodyRewriter? _part;
    private int _next = -1;
    private int _copied;
    private int _fed;

    private MultipartBody(Exchange exchange, string boundary) => (_exchange, _boundary) = (exchange, Encoding.ASCII.GetBytes(boundary));

    /// <inheritdoc/>
    public override BodyKind Kind => BodyKind.Multipart;

    /// <inheritdoc/>
    public override bool HoldsHead => true;

    /// <summary>Whether a media type is of this family.</summary>
    public static bool IsMultipart(string? contentType) => contentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Opens a multipart body.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="contentType">The response's media type, parameters and all.</param>
    /// <param name="refusal">Why none can be, if so: pages that replace each other have no end, and without a boundary nothing tells the parts.</param>
    public static BodyRewriter? Open(Exchange exchange, string contentType, out LabelReceipt? refusal)
    {
        refusal = null;
        var kind = contentType.AsSpan("multipart/".Length);
        kind = kind[..(kind.IndexOf(';') is var end and >= 0 ? end : kind.Length)].Trim();
        if (!(kind.Equals("mixed", StringComparison.OrdinalIgnoreCase) || kind.Equals("form-data", StringComparison.OrdinalIgnoreCase) || kind.Equals("related", StringComparison.OrdinalIgnoreCase)))
        {
            refusal = new LabelReceipt(LabelOutcome.Unsupported, "multipart", "", "of multipart answers, mixed, form-data and related are labelled");
            return null;
        }
        if (MultipartReader.BoundaryOf(contentType) is { } boundary)
        {
            return new MultipartBody(exchange, boundary);
        }
        refusal = new LabelReceipt(LabelOutcome.Malformed, "multipart", "", "a multipart answer does not name its boundary");
        return null;
    }

    /// <inheritdoc/>
    public override LabelReceipt? FindExcess(long length) => length > _exchange.Policy.Limits.MaxBodyBytes ? TooLong() : null;

    /// <inheritdoc/>
    public override RewriteStatus Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output, out int consumed)
    {
        consumed = input.Length;
        if ((long)_body.Length + input.Length > _exchange.Policy.Limits.MaxBodyBytes)
        {
            return Refuse(TooLong());
        }
        _body.Append(input);
        return RewriteStatus.Done;
    }

    /// <inheritdoc/>
    public override RewriteStatus Complete(IBufferWriter<byte> output)
    {
        if (_next < 0)
        {
            if (MultipartReader.Read(_body.Span, _boundary, _parts) is { } mistake)
            {
                return Refuse(new LabelReceipt(LabelOutcome.Malformed, "multipart", "", mistake));
            }
            _next = 0;
        }
        for (; _next < _parts.Count; _next++)
        {
            var status = WritePart(_parts[_next], output);
            if (status != RewriteStatus.Done)
            {
                return status;
            }
        }
        output.Write(_body.Span[_copied..]);
        _copied = _body.Length;
        return RewriteStatus.Done;
    }

    /// <summary>The head was held: there is no band to say anything in.</summary>
    public override void Abort(IBufferWriter<byte> output, string? why = null)
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _part?.Dispose();
        _body.Dispose();
    }

    private RewriteStatus WritePart(MultipartPart part, IBufferWriter<byte> output)
    {
        var content = _body.Span[part.Body..part.End];
        if (_part is null)
        {
            _part = BodyRewriters.ChoosePart(_exchange, part.ContentType, content[..Math.Min(content.Length, BodyRewriters.HeadLength)], out var refusal);
            if (_part is null)
            {
                // One that stays is copied with what stands around it.
                return refusal is null ? RewriteStatus.Done : Refuse(refusal);
            }
            WriteHead(part, output);
            _fed = 0;
        }
        var status = RewriteStatus.Done;
        while (_fed < content.Length && status == RewriteStatus.Done)
        {
            status = _part.Write(content[_fed..], output, out var consumed);
            _fed += consumed;
        }
        if (status == RewriteStatus.Done)
        {
            status = _part.Complete(output);
        }
        if (status is RewriteStatus.NeedsPixels)
        {
            PixelsWanted = _part.PixelsWanted;
            return status;
        }
        if (status == RewriteStatus.Refused)
        {
            return Refuse(_part.Refusal!);
        }
        _part.Dispose();
        _part = null;
        _copied = part.End;
        return RewriteStatus.Done;
    }

    private void WriteHead(MultipartPart part, IBufferWriter<byte> output)
    {
        output.Write(_body.Span[_copied..part.Head]);
        var at = part.Head;
        while (MultipartReader.TryReadLine(_body.Span, ref at, out var line))
        {
            if (!IsStale(MultipartReader.NameOf(line, out _)))
            {
                output.Write(line);
                output.Write("\r\n"u8);
            }
        }
        output.Write("\r\n"u8);
    }

    private static bool IsStale(ReadOnlySpan<byte> name)
    {
        foreach (var stale in Stale)
        {
            if (Ascii.EqualsIgnoreCase(name, stale))
            {
                return true;
            }
        }
        return false;
    }

    private LabelReceipt TooLong() =>
        new(LabelOutcome.TooLarge, "multipart", "", $"the answer is longer than MaxBodyBytes, {_exchange.Policy.Limits.MaxBodyBytes}");

    private RewriteStatus Refuse(LabelReceipt receipt)
    {
        Refusal = receipt;
        return RewriteStatus.Refused;
    }
}
