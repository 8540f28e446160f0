using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace GbGateway.Tests.Support;

/// <summary>An Amazon event stream as cases write it: a line is a message, its event's name, a space, its JSON. A chunk's JSON is what its bytes hold, an exception's name stands behind <c>!</c>.</summary>
public static class AmazonLines
{
    public static byte[] Frame(string lines)
    {
        var stream = new MemoryStream();
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var space = line.IndexOf(' ');
            var (name, json) = (line[..space], line[(space + 1)..]);
            if (name == "chunk")
            {
                json = "{\"bytes\":\"" + Convert.ToBase64String(Encoding.UTF8.GetBytes(json)) + "\"}";
            }
            stream.Write(Message(name.TrimStart('!'), Encoding.UTF8.GetBytes(json), isException: name.StartsWith('!')));
        }
        return stream.ToArray();
    }

    public static byte[] Message(string name, ReadOnlySpan<byte> payload, bool isException = false)
    {
        byte[] headers =
        [
            .. Header(isException ? ":exception-type" : ":event-type", name), .. Header(":content-type", "application/json"),
            .. Header(":message-type", isException ? "exception" : "event"),
        ];
        var message = new byte[16 + headers.Length + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4), headers.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(8), Crc32.HashToUInt32(message.AsSpan(0, 8)));
        headers.CopyTo(message, 12);
        payload.CopyTo(message.AsSpan(12 + headers.Length));
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(message.Length - 4), Crc32.HashToUInt32(message.AsSpan(0, message.Length - 4)));
        return message;
    }

    private static byte[] Header(string name, string value) =>
        [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), 7, (byte)(value.Length >> 8), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];
}
