using System.Buffers;
using System.Text;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Text;

namespace GbGateway.Content.Bodies;

/// <summary>The text of a stream whose events are text as it stands: its label is an event like the others. Nothing filters it.</summary>
internal sealed class PlainTextRun(Exchange exchange, PlainTextEvents events)
{
    private bool _hasText;
    private bool _isClosed;

    /// <summary>Whether the label is still owed.</summary>
    public bool Owes => _hasText && !_isClosed && exchange.TextPlacement is TextLabelPlacement.End or TextLabelPlacement.Both;

    /// <summary>Looks at an event; writes the label that stands before it.</summary>
    /// <returns>Null, or why the stream may not go on.</returns>
    public LabelReceipt? Plan(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, ReadOnlySpan<byte> lineEnd, IBufferWriter<byte> output)
    {
        if (!name.SequenceEqual(events.Text.Span))
        {
            if (events.Ends(name))
            {
                Close(lineEnd, output);
            }
            return null;
        }
        if (exchange.ChangesTexts(FilterDirection.Answer))
        {
            return new LabelReceipt(LabelOutcome.Unsupported, "text", "", "events of plain text are not filtered, and this route's keywords act");
        }
        if (!_hasText && !data.Trim(" \t\r\n"u8).IsEmpty)
        {
            _hasText = true;
            exchange.Note(new LabelEvent(ContentKind.Text, Inline: exchange.TextPlacement != TextLabelPlacement.OutOfBand));
            if (exchange.TextPlacement is TextLabelPlacement.Start or TextLabelPlacement.Both)
            {
                Write(lineEnd, atEnd: false, output);
            }
        }
        return null;
    }

    /// <summary>Writes the label if it is owed.</summary>
    public void Close(ReadOnlySpan<byte> lineEnd, IBufferWriter<byte> output)
    {
        if (Owes)
        {
            Write(lineEnd, atEnd: true, output);
        }
        _isClosed = true;
    }

    // The wording with an empty line between it and the text: data lines are joined by line breaks.
    private void Write(ReadOnlySpan<byte> lineEnd, bool atEnd, IBufferWriter<byte> output)
    {
        output.Write("event:"u8);
        output.Write(events.Text.Span);
        output.Write(lineEnd);
        for (var line = 0; line < 3; line++)
        {
            output.Write("data:"u8);
            output.Write(line == (atEnd ? 2 : 0) ? Encoding.UTF8.GetBytes(exchange.Policy.TextLabel.Wording) : default);
            output.Write(lineEnd);
        }
        output.Write(lineEnd);
    }
}
