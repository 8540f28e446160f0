using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using GbGateway.Labels;
using GbGateway.Labels.Media;

namespace GbGateway.Content.Bodies;

/// <summary>A picture inside a JSON string that is here whole: base64, plain or behind a data URI's head. Labelled in passing where that can be, else decoded, labelled, encoded again; reused from slot to slot.</summary>
internal sealed class MediaSlot : IDisposable
{
    private readonly PooledBuffer _file = new();
    private readonly PooledBuffer _labelled = new();
    private readonly PooledBuffer _text = new();
    private ReadOnlyMemory<byte> _prefix;
    private LabelReceipt? _passed;
    private bool _digests;

    /// <summary>Pixels of the picture just opened.</summary>
    public long Pixels { get; private set; }

    /// <summary>SHA-256 of the picture as it was labelled last, 32 bytes; empty where the exchange wants none.</summary>
    public ReadOnlyMemory<byte> ContentHash { get; private set; }

    /// <summary>Bytes of that picture.</summary>
    public long Length { get; private set; }

    /// <summary>Longest base64 in a text that may be an example in prose, in bytes; nothing that people see as a picture is shorter, or it is labelled all the same.</summary>
    public const int LongestExample = 1024;

    /// <summary>Base64 of a picture's first bytes, enough to know its format by.</summary>
    private const int HeadOfBase64 = (MediaFormat.HeadLength + 2) / 3 * 4;

    /// <summary>Whether a string's content begins as a picture's does: base64, plain or in a data URI.</summary>
    public static bool HoldsPicture(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("data:image"u8))
        {
            var comma = text[..Math.Min(text.Length, 128)].IndexOf((byte)',');
            text = text[(comma + 1)..];
        }
        if (text.Length < HeadOfBase64)
        {
            return false;
        }
        Span<byte> head = stackalloc byte[HeadOfBase64];
        var at = 0;
        for (var i = 0; i < head.Length; i++)
        {
            if (at == text.Length || !JsonText.TryReadAscii(text, ref at, out head[i]))
            {
                return false;
            }
        }
        Span<byte> file = stackalloc byte[HeadOfBase64 / 4 * 3];
        return Base64.DecodeFromUtf8(head, file, out _, out var length, isFinalBlock: false) == OperationStatus.Done && MediaFormats.Detect(file[..length]) is not null;
    }

    /// <summary>Whether what stands in a text like a picture's base64 is an example, or ends in dots: short, and no picture's beginning.</summary>
    public static bool IsProse(ReadOnlySpan<byte> base64) => base64.Length < LongestExample && !HoldsPicture(base64);

    /// <summary>Decodes the string's content and reads the picture's header.</summary>
    /// <returns>Null, or why it can't be labelled.</returns>
    public LabelReceipt? Open(ReadOnlySpan<byte> text, Exchange exchange)
    {
        _file.Clear();
        _digests = exchange.DigestsPictures;
        if (text.Length > Base64Picture.SmallLength && TryPass(text, exchange))
        {
            return null;
        }
        if (text.StartsWith("data:"u8))
        {
            var comma = text.IndexOf((byte)',');
            if (comma < 0)
            {
                return Malformed("a data URI without a comma");
            }
            _prefix = text[..(comma + 1)].ToArray();
            text = text[(comma + 1)..];
        }
        else
        {
            _prefix = default;
        }
        if ((long)text.Length / 4 * 3 > exchange.Policy.MediaLimits.MaxBytes)
        {
            return new LabelReceipt(LabelOutcome.TooLarge, "unknown", "", $"base64 of {text.Length} bytes; the cap is {exchange.Policy.MediaLimits.MaxBytes}");
        }
        if (!TryDecode(text))
        {
            return Malformed("not base64");
        }
        var format = MediaFormats.Detect(_file.Span[..Math.Min(_file.Length, MediaFormat.HeadLength)]);
        if (format is null)
        {
            return new LabelReceipt(LabelOutcome.Unsupported, "unknown", "", "the bytes are of no known media format");
        }
        var excess = MediaLabeler.FindExcess(format, _file.Span, exchange.Policy.MediaLimits, out var facts);
        Pixels = facts.Pixels;
        return excess;
    }

    /// <summary>Labels the opened picture and writes it as the string's new content.</summary>
    public LabelReceipt Write(LabelOrder order, IBufferWriter<byte> output)
    {
        if (_passed is { } passed)
        {
            output.Write(_text.Span);
            _text.Dispose();
            _passed = null;
            return passed;
        }
        _labelled.Clear();
        var receipt = MediaLabeler.WriteLabels(_file.Memory, order, _labelled);
        if (receipt.IsLabelled)
        {
            output.Write(_prefix.Span);
            var target = output.GetSpan(Base64.GetMaxEncodedToUtf8Length(_labelled.Length));
            Base64.EncodeToUtf8(_labelled.Span, target, out _, out var written);
            output.Advance(written);
            (ContentHash, Length) = (_digests ? SHA256.HashData(_labelled.Span) : default(ReadOnlyMemory<byte>), _labelled.Length);
        }
        _labelled.Dispose();
        _file.Dispose();
        return receipt;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _labelled.Dispose();
        _text.Dispose();
    }

    // Label and tail in one go, a few kilobytes in work at a time. Whatever goes wrong, the text is here for the other way.
    private bool TryPass(ReadOnlySpan<byte> text, Exchange exchange)
    {
        using var picture = new Base64Picture(exchange);
        _text.Clear();
        _text.GetSpan(Base64Picture.SmallLength);
        picture.Push(text, _text);
        if (!picture.TryFinish(_text))
        {
            _text.Dispose();
            return false;
        }
        (_passed, Pixels) = (picture.Receipt, 1);
        (ContentHash, Length) = (picture.Event.ContentHash, picture.Length);
        return true;
    }

    private bool TryDecode(ReadOnlySpan<byte> text)
    {
        var target = _file.GetSpan(text.Length + 4);
        if (Base64.DecodeFromUtf8(text, target, out _, out var length) == OperationStatus.Done)
        {
            _file.Advance(length);
            return true;
        }
        // Escapes ("\/"), missing padding: resolve them, then try once more.
        var padded = ArrayPool<byte>.Shared.Rent(text.Length + 3);
        try
        {
            if (!JsonText.TryUnescape(text, padded, out length))
            {
                return false;
            }
            while (length % 4 != 0 && length < padded.Length)
            {
                padded[length++] = (byte)'=';
            }
            var decoded = Base64.DecodeFromUtf8(padded.AsSpan(0, length), target, out _, out length) == OperationStatus.Done;
            _file.Advance(decoded ? length : 0);
            return decoded;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(padded);
        }
    }

    private static LabelReceipt Malformed(string reason) => new(LabelOutcome.Malformed, "unknown", "", reason);
}
