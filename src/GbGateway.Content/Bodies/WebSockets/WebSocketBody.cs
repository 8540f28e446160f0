using System.Buffers;
using System.Security.Cryptography;
using System.Buffers.Binary;
using GbGateway.Labels;
using GbGateway.Labels.Media;

namespace GbGateway.Content.Bodies.WebSockets;

/// <summary>
/// What a server sends over a WebSocket, message by message.
/// 1. Control frames leave at once, also between the frames of a message.
/// 2. A text that is one of ComfyUI's events leaves as it came, byte for byte.
/// 3. A picture is labelled and leaves in one frame.
/// 4. Any other message passes where the operator passes upgrades, else it is refused, as is whatever breaks the protocol:
/// <see cref="Abort"/> writes the close frame that says so.
/// </summary>
/// <param name="exchange">The exchange.</param>
/// <param name="others">What happens to messages that are not ComfyUI's.</param>
public sealed class WebSocketBody(Exchange exchange, Foreign others) : BodyRewriter
{
    // 1011: the server meets a condition it can't serve.
    private const ushort InternalError = 1011;

    // 1001: the server goes down.
    private const ushort GoingAway = 1001;

    private readonly PooledBuffer _input = new();
    private readonly PooledBuffer _frames = new();
    private readonly PooledBuffer _message = new();
    private readonly PooledBuffer _labelled = new();
    private int _opcode = -1;
    private int _picture;
    private bool _closed;

    /// <inheritdoc/>
    public override BodyKind Kind => BodyKind.WebSocket;

    /// <inheritdoc/>
    public override bool HoldsHead => false;

    private long MostBytes => Math.Min(exchange.Policy.MediaLimits.MaxBytes, exchange.Policy.Limits.MaxEventBytes);

    /// <inheritdoc/>
    public override RewriteStatus Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output, out int consumed)
    {
        consumed = input.Length;
        _input.Append(_closed ? [] : input);
        if (_picture > 0 && WritePicture(output) is var labelled and not RewriteStatus.Done)
        {
            return labelled;
        }
        while (!_closed)
        {
            if (WebSocketFrame.Read(_input.Span, out var next) is { } mistake)
            {
                return Refuse(LabelOutcome.Malformed, mistake);
            }
            if (next is not { } frame)
            {
                return RewriteStatus.Done;
            }
            if (!frame.IsControl && frame.PayloadLength > MostBytes - _message.Length)
            {
                return Refuse(LabelOutcome.TooLarge, $"a message is longer than MaxEventBytes or MaxPictureBytes, {MostBytes}");
            }
            var length = frame.HeadLength + (int)frame.PayloadLength;
            if (_input.Length < length)
            {
                return RewriteStatus.Done;
            }
            var status = Take(frame, _input.Span[..length], output);
            _input.Drop(length);
            if (status != RewriteStatus.Done)
            {
                return status;
            }
        }
        return RewriteStatus.Done;
    }

    /// <summary>A connection that ends without a close frame ends so for the client too; half a message never leaves.</summary>
    public override RewriteStatus Complete(IBufferWriter<byte> output) => RewriteStatus.Done;

    /// <inheritdoc/>
    public override void Abort(IBufferWriter<byte> output, string? why = null) => Close(InternalError, "label_unavailable"u8, output);

    /// <summary>Ends the connection between messages, because the gateway stops.</summary>
    public void Leave(IBufferWriter<byte> output) => Close(GoingAway, "shutting_down"u8, output);

    private void Close(ushort code, ReadOnlySpan<byte> reason, IBufferWriter<byte> output)
    {
        if (!_closed)
        {
            WebSocketFrame.Write(WebSocketFrame.Close, 2 + reason.Length, output);
            BinaryPrimitives.WriteUInt16BigEndian(output.GetSpan(2), code);
            output.Advance(2);
            output.Write(reason);
            _closed = true;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _input.Dispose();
        _frames.Dispose();
        _message.Dispose();
        _labelled.Dispose();
    }

    private RewriteStatus Take(WebSocketFrame frame, ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        if (frame.IsControl)
        {
            output.Write(bytes);
            _closed = frame.Opcode == WebSocketFrame.Close;
            return RewriteStatus.Done;
        }
        if ((frame.Opcode == WebSocketFrame.Continuation) != (_opcode >= 0))
        {
            return Refuse(LabelOutcome.Malformed, "a message goes on that did not begin, or begins inside another");
        }
        if (_opcode < 0)
        {
            _opcode = frame.Opcode;
        }
        _message.Append(bytes[frame.HeadLength..]);
        // Empty frames cost their head alone, and are counted too.
        if (_frames.Length + bytes.Length > 2 * MostBytes + 64)
        {
            return Refuse(LabelOutcome.TooLarge, "a message is split into too many frames");
        }
        _frames.Append(_opcode == WebSocketFrame.Text ? bytes : bytes[..frame.HeadLength]);
        return frame.IsLast ? EndMessage(output) : RewriteStatus.Done;
    }

    private RewriteStatus EndMessage(IBufferWriter<byte> output)
    {
        if (_opcode == WebSocketFrame.Text)
        {
            if (others == Foreign.Refuse && !ComfyMessages.IsEvent(_message.Span))
            {
                return Refuse(LabelOutcome.Unsupported, "a text over the WebSocket is no event of ComfyUI's");
            }
            output.Write(_frames.Span);
            Forget();
            return RewriteStatus.Done;
        }
        switch (ComfyMessages.FindPicture(_message.Span))
        {
            case < 0 when others == Foreign.Refuse:
                return Refuse(LabelOutcome.Unsupported, "a binary message over the WebSocket is no picture and nothing else that is known");
            case <= 0:
                WriteMessage(_message.Span, output);
                Forget();
                return RewriteStatus.Done;
            case var at:
                _picture = at;
                break;
        }
        var file = _message.Span[_picture..];
        var format = MediaFormats.Detect(file[..Math.Min(file.Length, MediaFormat.HeadLength)])!;
        if (MediaLabeler.FindExcess(format, file, exchange.Policy.MediaLimits, out var facts) is { } excess)
        {
            Refusal = excess;
            return RewriteStatus.Refused;
        }
        PixelsWanted = facts.Pixels;
        return RewriteStatus.NeedsPixels;
    }

    private RewriteStatus WritePicture(IBufferWriter<byte> output)
    {
        _labelled.Clear();
        _labelled.Append(_message.Span[.._picture]);
        var receipt = MediaLabeler.WriteLabels(_message.Memory[_picture..], exchange.MediaOrder, _labelled);
        if (!receipt.IsLabelled)
        {
            Refusal = receipt;
            return RewriteStatus.Refused;
        }
        exchange.Note(new LabelEvent(ContentKind.Image, Inline: true, receipt)
        {
            ContentHash = exchange.DigestsPictures ? SHA256.HashData(_labelled.Span[_picture..]) : default, Length = _labelled.Length - _picture,
        });
        WriteMessage(_labelled.Span, output);
        _labelled.Dispose();
        Forget();
        return RewriteStatus.Done;
    }

    private static void WriteMessage(ReadOnlySpan<byte> message, IBufferWriter<byte> output)
    {
        WebSocketFrame.Write(WebSocketFrame.Binary, message.Length, output);
        output.Write(message);
    }

    private void Forget()
    {
        (_opcode, _picture) = (-1, 0);
        _message.Dispose();
        _frames.Dispose();
    }

    private RewriteStatus Refuse(LabelOutcome outcome, string reason)
    {
        Refusal = new LabelReceipt(outcome, "websocket", "", reason);
        return RewriteStatus.Refused;
    }
}
