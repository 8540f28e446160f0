using System.Buffers;
using System.Buffers.Binary;

namespace GbGateway.Content.Bodies.WebSockets;

/// <summary>The head of one frame as a server sends it (RFC 6455, 5.2).</summary>
/// <param name="IsLast">Whether it ends its message.</param>
/// <param name="Opcode">What it holds.</param>
/// <param name="HeadLength">Bytes before its payload.</param>
/// <param name="PayloadLength">Bytes of its payload.</param>
internal readonly record struct WebSocketFrame(bool IsLast, int Opcode, int HeadLength, long PayloadLength)
{
    public const int Continuation = 0;
    public const int Text = 1;
    public const int Binary = 2;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    private const int LongestControl = 125;

    /// <summary>Whether it is a close, a ping or a pong.</summary>
    public bool IsControl => Opcode >= Close;

    /// <summary>Reads a head.</summary>
    /// <param name="input">The bytes at hand.</param>
    /// <param name="frame">The head, if all of it is there.</param>
    /// <returns>Null, or what is wrong: reserved bits (an extension nobody agreed on), masks, lengths and opcodes a server may not send.</returns>
    public static string? Read(ReadOnlySpan<byte> input, out WebSocketFrame? frame)
    {
        frame = null;
        if (input.Length < 2)
        {
            return null;
        }
        var opcode = input[0] & 0xF;
        if ((input[0] & 0x70) != 0 || (input[1] & 0x80) != 0 || opcode is (> Binary and < Close) or > Pong)
        {
            return "a frame has reserved bits, a mask or an opcode that no server sends";
        }
        var isLast = (input[0] & 0x80) != 0;
        long length = input[1];
        var head = length switch { 126 => 4, 127 => 10, _ => 2 };
        if (opcode >= Close && (!isLast || length > LongestControl))
        {
            return "a control frame is split or too long";
        }
        if (input.Length < head)
        {
            return null;
        }
        if (head == 4)
        {
            length = BinaryPrimitives.ReadUInt16BigEndian(input[2..]);
        }
        else if (head == 10)
        {
            length = BinaryPrimitives.ReadInt64BigEndian(input[2..]);
        }
        if (length < 0 || (head == 4 && length < 126) || (head == 10 && length <= ushort.MaxValue))
        {
            return "a frame does not write its length as it must";
        }
        frame = new WebSocketFrame(isLast, opcode, head, length);
        return null;
    }

    /// <summary>Writes the head of a whole message in one frame.</summary>
    public static void Write(int opcode, int length, IBufferWriter<byte> output)
    {
        var head = output.GetSpan(10);
        head[0] = (byte)(0x80 | opcode);
        switch (length)
        {
            case < 126:
                head[1] = (byte)length;
                output.Advance(2);
                break;
            case <= ushort.MaxValue:
                head[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)length);
                output.Advance(4);
                break;
            default:
                head[1] = 127;
                BinaryPrimitives.WriteInt64BigEndian(head[2..], length);
                output.Advance(10);
                break;
        }
    }
}
