using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace GbGateway.Content.Profiles;

/// <summary>
/// An event in an API's dialect that carries nothing but a piece of text: JSON with <c>{text}</c>, <c>{run}</c>, <c>{part}</c>, <c>{sequence}</c>
/// and <c>{identity}</c> to fill in. The members a stream repeats in each event go before it, as the upstream wrote them.
/// </summary>
public sealed class TextEvent
{
    private readonly byte[][] _pieces;
    private readonly string[] _fields;

    /// <summary>Reads a template: what follows the opening brace, up to and with the closing one.</summary>
    /// <param name="template">Such as <c>"response":"{text}","done":false}</c>.</param>
    /// <param name="name">The SSE event name; null to repeat that of the event beside it.</param>
    public TextEvent(string template, string? name = null)
    {
        Name = name is null ? default : Encoding.UTF8.GetBytes(name);
        var pieces = new List<byte[]>();
        var fields = new List<string>();
        while (true)
        {
            var next = new[] { "{text}", "{run}", "{part}", "{sequence}", "{identity}" }
                .Select(field => (field, at: template.IndexOf(field, StringComparison.Ordinal)))
                .Where(static found => found.at >= 0)
                .DefaultIfEmpty((field: "", at: -1))
                .MinBy(static found => found.at);
            if (next.at < 0)
            {
                break;
            }
            pieces.Add(Encoding.UTF8.GetBytes(template[..next.at]));
            fields.Add(next.field);
            template = template[(next.at + next.field.Length)..];
        }
        pieces.Add(Encoding.UTF8.GetBytes(template));
        (_pieces, _fields) = ([.. pieces], [.. fields]);
        NamesRun = fields.Contains("{run}");
        SaysIdentity = fields.Contains("{identity}");
    }

    /// <summary>Whether it says which choice it belongs to; else it stands for the whole answer.</summary>
    public bool NamesRun { get; }

    /// <summary>Whether it says the stream's own identity, and not what a piece of text repeats.</summary>
    public bool SaysIdentity { get; }

    /// <summary>The SSE event name; empty to repeat that of the event beside it.</summary>
    public ReadOnlyMemory<byte> Name { get; }

    /// <summary>Writes the event's JSON.</summary>
    /// <param name="echo">Members to repeat, each <c>"name":value,</c>.</param>
    /// <param name="run">The choice or block.</param>
    /// <param name="text">JSON string content.</param>
    /// <param name="sequence">The event's number.</param>
    /// <param name="output">Gets it.</param>
    /// <param name="identity">Members said at the start of the stream, each <c>"name":value,</c>.</param>
    /// <param name="part">The tool call.</param>
    public void Write(ReadOnlySpan<byte> echo, int run, ReadOnlySpan<byte> text, long sequence, IBufferWriter<byte> output, ReadOnlySpan<byte> identity = default, int part = 0)
    {
        output.Write("{"u8);
        output.Write(echo);
        for (var i = 0; i < _fields.Length; i++)
        {
            output.Write(_pieces[i]);
            switch (_fields[i])
            {
                case "{text}":
                    output.Write(text);
                    break;
                case "{identity}":
                    output.Write(identity);
                    break;
                case "{run}":
                    WriteNumber(run, output);
                    break;
                case "{part}":
                    WriteNumber(part, output);
                    break;
                default:
                    WriteNumber(sequence, output);
                    break;
            }
        }
        output.Write(_pieces[^1]);
    }

    internal static void WriteNumber(long number, IBufferWriter<byte> output)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(20), out var digits);
        output.Advance(digits);
    }
}
