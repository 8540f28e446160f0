using System.Buffers;
using System.Buffers.Text;
using GbGateway.Content.Profiles.Others;
using GbGateway.Labels;

namespace GbGateway.Content.Bodies.Amazon;

/// <summary>
/// A response that is an Amazon event stream, as Bedrock's are. Converse sends typed events; what a model itself streams comes as events
/// called <c>chunk</c>, its JSON in base64. Messages that hold nothing to change leave byte for byte, others are framed anew.
/// 1. A message is kept until it is whole, and both its checksums are right.
/// 2. What a chunk holds is the document; else the payload is.
/// 3. Events of no name that Bedrock's streams have are refused: nothing tells what they hold.
/// </summary>
public sealed class AmazonEventBody(Exchange exchange) : EventStreamBody(exchange)
{
    private static readonly byte[][] Known =
        [.. new[] { "messageStart", "contentBlockStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata", "initial-response", "chunk" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private readonly PooledBuffer _message = new();
    private readonly PooledBuffer _inner = new();
    private readonly PooledBuffer _changed = new();
    private readonly PooledBuffer _frame = new();
    private ReadOnlyMemory<byte> _name;
    private Range _headers;
    private Range _payload;
    private (int Start, int Length) _bytes;
    private bool _begun;
    private bool _inChunks;
    private bool _pending;
    private bool _planned;

    /// <inheritdoc/>
    public override BodyKind Kind => BodyKind.Opaque;

    /// <inheritdoc/>
    internal override ReadOnlyMemory<byte> EventName => _name;

    private bool IsChunk => _bytes.Length > 0;

    private ReadOnlySpan<byte> Document => IsChunk ? _inner.Span : _message.Span[_payload];

    /// <inheritdoc/>
    public override RewriteStatus Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output, out int consumed)
    {
        consumed = 0;
        while (true)
        {
            if (_pending && WriteMessage(output) is var status and not RewriteStatus.Done)
            {
                return status;
            }
            if (consumed == input.Length)
            {
                return RewriteStatus.Done;
            }
            var whole = (long)AmazonMessage.PreludeLength;
            if (_message.Length >= AmazonMessage.PreludeLength)
            {
                whole = AmazonMessage.LengthOf(_message.Span);
                if (whole < 0 || whole > MaxEventBytes)
                {
                    consumed = input.Length;
                    return Stop(whole < 0 ? Malformed("a message's lengths and their checksum disagree")
                        : new LabelReceipt(LabelOutcome.TooLarge, "eventstream", "", $"a message is longer than MaxEventBytes, {MaxEventBytes}"));
                }
            }
            var take = (int)Math.Min(whole - _message.Length, input.Length - consumed);
            _message.Append(input.Slice(consumed, take));
            consumed += take;
            _pending = _message.Length == whole && whole > AmazonMessage.PreludeLength;
        }
    }

    /// <inheritdoc/>
    public override RewriteStatus Complete(IBufferWriter<byte> output)
    {
        if (_pending && WriteMessage(output) is var status and not RewriteStatus.Done)
        {
            return status;
        }
        return _message.Length > 0 ? Stop(Malformed("the answer ends within a message")) : CloseRuns(output);
    }

    /// <inheritdoc/>
    internal override void WriteFramed(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        _frame.Clear();
        if (_inChunks)
        {
            WriteHeaders(":event-type"u8, "chunk"u8, "event"u8);
            var headers = _frame.Length;
            _frame.Append("{\"bytes\":\""u8);
            WriteBase64(json, _frame);
            _frame.Append("\"}"u8);
            AmazonMessage.Write(_frame.Span[..headers], _frame.Span[headers..], output);
        }
        else
        {
            // What has no name is an error.
            WriteHeaders(eventName.IsEmpty ? ":exception-type"u8 : ":event-type"u8, eventName.IsEmpty ? "modelStreamErrorException"u8 : eventName, eventName.IsEmpty ? "exception"u8 : "event"u8);
            AmazonMessage.Write(_frame.Span, json, output);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _message.Dispose();
        _inner.Dispose();
        _changed.Dispose();
        _frame.Dispose();
    }

    private RewriteStatus WriteMessage(IBufferWriter<byte> output)
    {
        if (!_planned)
        {
            if (Open() is { } mistake)
            {
                return Stop(mistake);
            }
            if (_name.IsEmpty)
            {
                // An exception: what was said before it is labelled before.
                return CloseRuns(output) is var closed and not RewriteStatus.Done ? closed : Pass(output);
            }
            if (Plan(Document, output) is var planned and not RewriteStatus.Done)
            {
                return planned;
            }
            if (LeavesEvent)
            {
                return Pass(HoldsEvent ? HeldEvent : output);
            }
            _planned = true;
            _changed.Clear();
        }
        var status = Apply(Document, _changed);
        if (status != RewriteStatus.Done)
        {
            return status;
        }
        WriteChanged(HoldsEvent ? HeldEvent : output);
        return Next();
    }

    // Name and document of the message at hand.
    private LabelReceipt? Open()
    {
        var message = _message.Span;
        Exchange.Profile = _begun ? Exchange.Profile : BedrockProfiles.Streams;
        _begun = true;
        if (!AmazonMessage.TryRead(message, out _headers, out _payload))
        {
            return Malformed("a message and its checksum disagree");
        }
        var headers = message[_headers];
        var name = AmazonMessage.FindText(headers, ":message-type"u8) is var type && (type.IsEmpty || type.SequenceEqual("event"u8)) ? AmazonMessage.FindText(headers, ":event-type"u8) : default;
        _name = Array.Find(Known, Matches(name)) ?? default(ReadOnlyMemory<byte>);
        if (_name.IsEmpty)
        {
            return name.IsEmpty && !type.IsEmpty && !type.SequenceEqual("event"u8) ? null
                : new LabelReceipt(LabelOutcome.Unsupported, "eventstream", "", "an event of a name that nothing is known of");
        }
        _bytes = default;
        _inChunks |= name.SequenceEqual("chunk"u8);
        return name.SequenceEqual("chunk"u8) ? OpenChunk(message[_payload]) : null;
    }

    private static Predicate<byte[]> Matches(ReadOnlySpan<byte> name)
    {
        var wanted = name.ToArray();
        return one => one.AsSpan().SequenceEqual(wanted);
    }

    private LabelReceipt? OpenChunk(ReadOnlySpan<byte> payload)
    {
        using var hits = new SlotHits();
        if (!JsonScanner.TryScan(payload, BedrockChunk.Tree, hits, Exchange.Policy.Limits.MaxDepth) || hits.Count != 1 || hits.Span[0] is not { Token: JsonToken.String, Length: > 0 } bytes)
        {
            return Malformed("a chunk without bytes");
        }
        _inner.Clear();
        var room = _inner.GetSpan(Base64.GetMaxDecodedFromUtf8Length(bytes.Length));
        if (Base64.DecodeFromUtf8(bytes.Of(payload), room, out _, out var length) != OperationStatus.Done)
        {
            return Malformed("a chunk's bytes are no base64");
        }
        _inner.Advance(length);
        _bytes = (bytes.Start, bytes.Length);
        if (BedrockChunk.ModelOf(_inner.Span) is { } model)
        {
            Exchange.Profile = model;
        }
        return null;
    }

    private void WriteChanged(IBufferWriter<byte> output)
    {
        if (!IsChunk)
        {
            AmazonMessage.Write(_message.Span[_headers], _changed.Span, output);
            return;
        }
        var payload = _message.Span[_payload];
        _frame.Clear();
        _frame.Append(payload[.._bytes.Start]);
        WriteBase64(_changed.Span, _frame);
        _frame.Append(payload[(_bytes.Start + _bytes.Length)..]);
        AmazonMessage.Write(_message.Span[_headers], _frame.Span, output);
    }

    private RewriteStatus Pass(IBufferWriter<byte> output)
    {
        output.Write(_message.Span);
        return Next();
    }

    private RewriteStatus Next()
    {
        _message.Clear();
        (_pending, _planned) = (false, false);
        return RewriteStatus.Done;
    }

    private void WriteHeaders(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> type)
    {
        AmazonMessage.WriteText(kind, name, _frame);
        AmazonMessage.WriteText(":content-type"u8, "application/json"u8, _frame);
        AmazonMessage.WriteText(":message-type"u8, type, _frame);
    }

    private static void WriteBase64(ReadOnlySpan<byte> bytes, PooledBuffer output)
    {
        Base64.EncodeToUtf8(bytes, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        output.Advance(written);
    }

    private static LabelReceipt Malformed(string reason) => new(LabelOutcome.Malformed, "eventstream", "", reason);
}
