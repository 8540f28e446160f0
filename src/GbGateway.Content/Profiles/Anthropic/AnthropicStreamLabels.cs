using System.Buffers;
using GbGateway.Content.Bodies;
using GbGateway.Labels;

namespace GbGateway.Content.Profiles.Anthropic;

/// <summary>
/// Labels a Messages stream. The label belongs before the stop of the last text block, and which block is the last shows only afterwards: so a
/// text block's stop waits for the next event. 1. A tool is called next: the turn's text is complete, the label goes in. 2. The message ends: the
/// same. 3. Anything else comes: the stop leaves, and the label stays owed; if no text block follows, it gets a block of its own at the end.
/// </summary>
internal sealed class AnthropicStreamLabels(Exchange exchange, ApiProfile profile, EventStreamBody body)
    : StreamLabels(exchange, profile, body)
{
    /// <summary>Pings that may pile up behind a held stop before it leaves all the same, in bytes.</summary>
    private const int MaxHeld = 4096;

    private int _openBlock = -1;
    private int _openText = -1;
    private int _heldBlock = -1;
    private int _lastBlock = -1;

    /// <inheritdoc/>
    public override void Close(IBufferWriter<byte> output)
    {
        FlushTexts(output);
        if (Runs is [{ } run] && Owes(run))
        {
            var text = Exchange.Policy.TextLabel.AtEnd.Span;
            if (_heldBlock >= 0 || _openText >= 0)
            {
                WriteText(AnthropicMessages.Delta, _heldBlock >= 0 ? _heldBlock : _openText, text, default, output);
            }
            else
            {
                if (IsBlocked)
                {
                    StopOpenBlock(output);
                }
                WriteText(AnthropicMessages.Start, ++_lastBlock, text, default, output);
                WriteText(AnthropicMessages.Delta, _lastBlock, text, default, output);
                WriteText(AnthropicMessages.Stop, _lastBlock, text, default, output);
            }
            run.IsClosed = true;
        }
        _heldBlock = -1;
        Release(output);
    }

    /// <inheritdoc/>
    protected override LabelReceipt? PlanEvent(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var type = Hits.First(Profile.Stream, SlotKind.EventType) is { } hit ? hit.Of(json) : default;
        var index = Hits.First(Profile.Stream, SlotKind.RunIndex) is { } number && JsonText.TryReadInt(number.Of(json), out var block) ? block : -1;
        if (type.SequenceEqual("content_block_start"u8))
        {
            if (_heldBlock >= 0 && PartType(json).SequenceEqual("tool_use"u8))
            {
                Close(output);
            }
            LetGo(output);
            (_openBlock, _lastBlock, _openText) = (index, Math.Max(_lastBlock, index), PartType(json).SequenceEqual("text"u8) ? index : -1);
        }
        else if (type.SequenceEqual("content_block_stop"u8))
        {
            if (index == _openBlock)
            {
                FlushTexts(output);
                _openBlock = IsBlocked ? _openBlock : -1;
            }
            if (IsBlocked)
            {
                return null;
            }
            HoldsEvent = index == _openText && Runs is [{ } run] && Owes(run);
            (_heldBlock, _openText) = (HoldsEvent ? index : -1, -1);
        }
        else if (type.SequenceEqual("message_delta"u8) || type.SequenceEqual("message_stop"u8))
        {
            Close(output);
        }
        else if (type.SequenceEqual("ping"u8) && Held.Length is > 0 and < MaxHeld)
        {
            HoldsEvent = true;
        }
        else
        {
            if (PartType(json).SequenceEqual("signature_delta"u8) && Runs is [{ } run])
            {
                // A client closes its thought at the signature.
                FlushSides(run, output);
            }
            LetGo(output);
        }
        return base.PlanEvent(json, output);
    }

    /// <inheritdoc/>
    protected override bool EndsPicture(ReadOnlySpan<byte> json, TextRun run)
    {
        var type = Hits.First(Profile.Stream, SlotKind.EventType) is { } hit ? hit.Of(json) : default;
        return type.SequenceEqual("content_block_stop"u8) || type.SequenceEqual("message_delta"u8) || type.SequenceEqual("message_stop"u8) || type.SequenceEqual("error"u8);
    }

    /// <inheritdoc/>
    protected override int EventIndex(TextRun run) => _openBlock >= 0 ? _openBlock : Math.Max(_lastBlock, 0);

    /// <inheritdoc/>
    protected override bool WriteRefusal(IBufferWriter<byte> output)
    {
        StopOpenBlock(output);
        WriteText(AnthropicMessages.Refused, 0, default, default, output);
        WriteText(AnthropicMessages.End, 0, default, default, output);
        return true;
    }

    private void StopOpenBlock(IBufferWriter<byte> output)
    {
        if (_openBlock >= 0)
        {
            WriteText(AnthropicMessages.Stop, _openBlock, default, default, output);
            _openBlock = -1;
        }
    }

    private void LetGo(IBufferWriter<byte> output)
    {
        _heldBlock = -1;
        Release(output);
    }

    private ReadOnlySpan<byte> PartType(ReadOnlySpan<byte> json) =>
        Hits.First(Profile.Stream, SlotKind.TextType) is { } type ? type.Of(json) : default;
}
