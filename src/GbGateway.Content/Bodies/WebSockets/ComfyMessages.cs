using System.Buffers.Binary;
using GbGateway.Labels.Media;

namespace GbGateway.Content.Bodies.WebSockets;

/// <summary>
/// What ComfyUI sends over its WebSocket. Texts are events, <c>{"type":"…","data":…</c>, that name files and never hold them. Binary messages
/// begin with a number, big-endian: 1 is a picture behind its format's number, 3 a line of progress, 4 a picture behind a JSON of its own.
/// </summary>
internal static class ComfyMessages
{
    private const uint Preview = 1;
    private const uint Progress = 3;
    private const uint PreviewWithMetadata = 4;

    /// <summary>Whether a text message is one of its events.</summary>
    public static bool IsEvent(ReadOnlySpan<byte> text)
    {
        var rest = text;
        if (!TryTake(ref rest, "{"u8) || !TryTake(ref rest, "\"type\""u8) || !TryTake(ref rest, ":"u8) || !TryTake(ref rest, "\""u8))
        {
            return false;
        }
        var end = rest.IndexOfAny((byte)'"', (byte)'\\');
        if (end <= 0 || rest[end] != (byte)'"')
        {
            return false;
        }
        rest = rest[(end + 1)..];
        return TryTake(ref rest, ","u8) && TryTake(ref rest, "\"data\""u8) && TryTake(ref rest, ":"u8);
    }

    /// <summary>Where the picture of a binary message begins; 0 where the message has none and may pass, -1 where nobody knows what it is.</summary>
    public static int FindPicture(ReadOnlySpan<byte> message)
    {
        if (message.Length < 8)
        {
            return -1;
        }
        var second = BinaryPrimitives.ReadUInt32BigEndian(message[4..]);
        switch (BinaryPrimitives.ReadUInt32BigEndian(message))
        {
            case Preview:
                return IsPicture(message[8..]) ? 8 : -1;
            case PreviewWithMetadata when second <= message.Length - 8 && message.Length > 8 && message[8] == (byte)'{':
                return IsPicture(message[(8 + (int)second)..]) ? 8 + (int)second : -1;
            case Progress when second <= message.Length - 8:
                return System.Text.Unicode.Utf8.IsValid(message[8..]) ? 0 : -1;
            default:
                return -1;
        }
    }

    private static bool IsPicture(ReadOnlySpan<byte> file) => MediaFormats.Detect(file[..Math.Min(file.Length, MediaFormat.HeadLength)]) is not null;

    private static bool TryTake(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        text = text.TrimStart(" \t\r\n"u8);
        if (!text.StartsWith(word))
        {
            return false;
        }
        text = text[word.Length..];
        return true;
    }
}
