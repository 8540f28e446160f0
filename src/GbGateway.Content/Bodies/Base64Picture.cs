using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using GbGateway.Labels;
using GbGateway.Labels.Media;

namespace GbGateway.Content.Bodies;

/// <summary>
/// Labels a picture while its base64 arrives, as the content of a JSON string: plain or behind a data URI's head, with escapes (<c>\/</c>),
/// space and padding as hosts write them. Decoded and encoded a few kilobytes at a time; held are the label's rows.
/// </summary>
internal sealed class Base64Picture(Exchange exchange) : IDisposable
{
    /// <summary>Shorter texts are labelled whole: they come in one or two reads.</summary>
    public const int SmallLength = MediaBody.SmallLength;

    private const int MaxPrefix = 256;
    private const int PieceChars = 16 << 10;
    private const int PieceBytes = PieceChars / 4 * 3;

    private static readonly SearchValues<byte> Specials = SearchValues.Create(
        [.. Enumerable.Range(0, 0x21).Select(static i => (byte)i), (byte)'\\', (byte)'=']);

    private readonly PooledBuffer _prefix = new();
    private readonly PooledBuffer _head = new();
    private readonly PooledBuffer _labelled = new();
    private readonly byte[] _quad = new byte[4];
    private readonly byte[] _escape = new byte[6];
    private readonly IncrementalHash? _digest = exchange.DigestsPictures ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    private byte[] _bytes = [];
    private MediaFormat? _format;
    private PictureStream? _picture;
    private LabelReceipt? _fault;
    private bool _began;
    private bool _prefixLeft;
    private bool _isEnd;
    private int _quadLength;
    private int _escapeLength;
    private int _padding;
    private long _length;

    /// <summary>Where the labelling stands.</summary>
    public PictureStreamStep Step { get; private set; }

    /// <summary>What was done, or why the rest can't be; from <see cref="PictureStreamStep.Leaving"/> on.</summary>
    public LabelReceipt Receipt => _fault ?? _picture!.Receipt;

    /// <summary>Bytes of the labelled picture that have left.</summary>
    public long Length { get; private set; }

    /// <summary>What is noted of the picture; once it is whole, with its digest where the exchange wants that.</summary>
    public LabelEvent Event => new(ContentKind.Image, Inline: true, Step == PictureStreamStep.Broken
        ? Receipt with { Outcome = LabelOutcome.Labelled, Path = "surgical", Reason = null }
        : Receipt)
    {
        ContentHash = _digest is not null && _isEnd ? _digest.GetCurrentHash() : default,
        Length = _isEnd ? Length : 0,
    };

    /// <summary>Takes the next characters of the string's content, at first more than <see cref="SmallLength"/>.</summary>
    /// <param name="text">The characters.</param>
    /// <param name="output">Gets what can leave; null to keep it until <see cref="Flush"/>.</param>
    public PictureStreamStep Push(ReadOnlySpan<byte> text, IBufferWriter<byte>? output)
    {
        if (!_began)
        {
            _began = true;
            text = TakePrefix(text);
        }
        while (!text.IsEmpty && Step is PictureStreamStep.Holding or PictureStreamStep.Leaving)
        {
            if (_escapeLength > 0)
            {
                TakeEscape(ref text, output);
                continue;
            }
            var stop = text.IndexOfAny(Specials);
            var run = stop < 0 ? text : text[..stop];
            Decode(run, output);
            text = text[run.Length..];
            if (!text.IsEmpty)
            {
                TakeSpecial(text[0], output);
                text = text[1..];
            }
        }
        return Step;
    }

    /// <summary>Writes what was kept.</summary>
    public void Flush(IBufferWriter<byte> output) => Encode(output);

    /// <summary>The string has ended. True if its new content is whole, once it was written.</summary>
    public bool TryFinish(IBufferWriter<byte>? output)
    {
        if (Step is PictureStreamStep.Holding or PictureStreamStep.Leaving)
        {
            FinishQuad(output);
        }
        if (_picture is not null && Step is PictureStreamStep.Holding or PictureStreamStep.Leaving)
        {
            if (_picture.TryFinish())
            {
                _isEnd = true;
                Encode(output);
                return true;
            }
            Step = _picture.Step;
        }
        Step = Step == PictureStreamStep.Leaving ? PictureStreamStep.Broken : Step == PictureStreamStep.Holding ? PictureStreamStep.Declined : Step;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _prefix.Dispose();
        _head.Dispose();
        _labelled.Dispose();
        _picture?.Dispose();
        _digest?.Dispose();
        var bytes = Interlocked.Exchange(ref _bytes, []);
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private ReadOnlySpan<byte> TakePrefix(ReadOnlySpan<byte> text)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(PieceBytes);
        if (!text.StartsWith("data:"u8))
        {
            return text;
        }
        var comma = text[..Math.Min(text.Length, MaxPrefix)].IndexOf((byte)',');
        if (comma < 0)
        {
            Stop(LabelOutcome.Malformed, "a data URI without a comma");
            return text;
        }
        _prefix.Append(text[..(comma + 1)]);
        return text[(comma + 1)..];
    }

    // The decoder fails where a cut would have made it fail: whole quads before the fault have been taken.
    private void Decode(ReadOnlySpan<byte> run, IBufferWriter<byte>? output)
    {
        if (_padding > 0 && !run.IsEmpty)
        {
            Stop(LabelOutcome.Malformed, "not base64");
            return;
        }
        while (!run.IsEmpty && Step is PictureStreamStep.Holding or PictureStreamStep.Leaving)
        {
            int taken;
            if (_quadLength > 0 || run.Length < 4)
            {
                taken = Math.Min(4 - _quadLength, run.Length);
                run[..taken].CopyTo(_quad.AsSpan(_quadLength));
                _quadLength += taken;
                if (_quadLength == 4)
                {
                    _quadLength = 0;
                    DecodeWhole(_quad, output);
                }
            }
            else
            {
                taken = Math.Min(run.Length & ~3, PieceChars);
                DecodeWhole(run[..taken], output);
            }
            run = run[taken..];
        }
    }

    private void DecodeWhole(ReadOnlySpan<byte> quads, IBufferWriter<byte>? output)
    {
        var status = Base64.DecodeFromUtf8(quads, _bytes, out _, out var length, isFinalBlock: false);
        Take(_bytes.AsSpan(0, length), output);
        if (status == OperationStatus.InvalidData && Step is PictureStreamStep.Holding or PictureStreamStep.Leaving)
        {
            Stop(LabelOutcome.Malformed, "not base64");
        }
    }

    private void FinishQuad(IBufferWriter<byte>? output)
    {
        if (_escapeLength > 0 || _quadLength == 1 || (_quadLength == 0 && _padding > 0))
        {
            Stop(LabelOutcome.Malformed, "not base64");
            return;
        }
        if (_quadLength == 0)
        {
            return;
        }
        _quad.AsSpan(_quadLength).Fill((byte)'=');
        if (Base64.DecodeFromUtf8(_quad, _bytes, out _, out var length) != OperationStatus.Done)
        {
            Stop(LabelOutcome.Malformed, "not base64");
            return;
        }
        Take(_bytes.AsSpan(0, length), output);
    }

    private void TakeSpecial(byte value, IBufferWriter<byte>? output)
    {
        switch (value)
        {
            case (byte)' ':
                break;
            case (byte)'\\':
                _escape[_escapeLength++] = value;
                break;
            case (byte)'=' when ++_padding <= 2:
                break;
            default:
                Stop(LabelOutcome.Malformed, value < 0x20 ? "a control character in a string" : "not base64");
                break;
        }
    }

    private void TakeEscape(ref ReadOnlySpan<byte> text, IBufferWriter<byte>? output)
    {
        var wanted = _escapeLength > 1 || text[0] == (byte)'u' ? 6 : 2;
        var taken = Math.Min(wanted - _escapeLength, text.Length);
        text[..taken].CopyTo(_escape.AsSpan(_escapeLength));
        text = text[taken..];
        _escapeLength += taken;
        if (_escapeLength < wanted)
        {
            return;
        }
        Span<byte> plain = stackalloc byte[8];
        _escapeLength = 0;
        if (!JsonText.TryUnescape(_escape.AsSpan(0, wanted), plain, out var length) || length != 1)
        {
            Stop(LabelOutcome.Malformed, "not base64");
        }
        else if (plain[0] == (byte)'=')
        {
            TakeSpecial((byte)'=', output);
        }
        else if (plain[0] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
        {
            Decode(plain[..1], output);
        }
    }

    private void Take(ReadOnlySpan<byte> bytes, IBufferWriter<byte>? output)
    {
        var most = exchange.Policy.MediaLimits.MaxBytes - _length;
        _length += bytes.Length;
        if (_picture is null)
        {
            _head.Append(bytes);
            if (_head.Length < MediaFormat.HeadLength)
            {
                return;
            }
            _format = MediaFormats.Detect(_head.Span[..MediaFormat.HeadLength]);
            _picture = _format?.OpenStream(exchange.MediaOrder, exchange.Policy.Limits.MaxBodyBytes);
            if (_picture is null)
            {
                Step = PictureStreamStep.Declined;
                return;
            }
            bytes = _head.Span;
        }
        Step = _picture.Push(bytes[..(int)Math.Min(bytes.Length, Math.Max(0, most))], _labelled);
        Encode(output);
        if (bytes.Length > most && Step is PictureStreamStep.Holding or PictureStreamStep.Leaving)
        {
            Stop(LabelOutcome.TooLarge, $"the picture is longer than MaxPictureBytes, {exchange.Policy.MediaLimits.MaxBytes}");
        }
        _head.Clear();
    }

    private void Encode(IBufferWriter<byte>? output)
    {
        if (output is null)
        {
            return;
        }
        if (!_prefixLeft && _labelled.Length > 0)
        {
            _prefixLeft = true;
            output.Write(_prefix.Span);
        }
        while (_labelled.Length >= (_isEnd ? 1 : 3))
        {
            var length = Math.Min(_labelled.Length, PieceBytes);
            length -= _isEnd && length == _labelled.Length ? 0 : length % 3;
            Base64.EncodeToUtf8(_labelled.Span[..length], output.GetSpan(Base64.GetMaxEncodedToUtf8Length(length)), out _, out var written);
            output.Advance(written);
            _digest?.AppendData(_labelled.Span[..length]);
            Length += length;
            _labelled.Drop(length);
        }
        // The label's rows may have made it large: empty, it gives that back.
        Span<byte> rest = stackalloc byte[2];
        rest = rest[..Math.Min(rest.Length, _labelled.Length)];
        _labelled.Span[..rest.Length].CopyTo(rest);
        _labelled.Drop(_labelled.Length);
        _labelled.Append(rest);
    }

    private void Stop(LabelOutcome outcome, string reason)
    {
        Step = Step == PictureStreamStep.Leaving ? PictureStreamStep.Broken : PictureStreamStep.Declined;
        _fault = new LabelReceipt(outcome, _format?.Name ?? "unknown", "", reason);
    }
}
