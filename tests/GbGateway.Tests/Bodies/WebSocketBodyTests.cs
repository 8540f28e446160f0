using System.Buffers.Binary;
using System.Text;
using GbGateway.Content;
using GbGateway.Content.Bodies.WebSockets;
using GbGateway.Demo;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Labels.Text;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Bodies;

/// <summary>T31: what a server says over a WebSocket, frame by frame, cut anywhere.</summary>
public sealed class WebSocketBodyTests
{
    private const string Event = "{\"type\": \"executing\", \"data\": {\"node\": \"9\"}}";
    private static readonly byte[] Jpeg = DemoPicture.Paint("jpeg", 160, 120, 0.5);

    [Fact]
    public void Events_and_control_frames_leave_as_they_came_and_pictures_are_labelled()
    {
        var preview = Message(1, 1, Jpeg);
        byte[] text = [.. Frame(1, Encoding.UTF8.GetBytes(Event[..10]), last: false), .. Frame(9, "hi"u8.ToArray()), .. Frame(0, Encoding.UTF8.GetBytes(Event[10..]))];
        byte[] input = [.. Frame(1, Encoding.UTF8.GetBytes(Event)), .. text, .. Frame(2, preview), .. Frame(2, Message(3, 1, "9step 1"u8.ToArray())), .. Frame(8, [3, 232])];
        var outcome = Cuts.AllAgree(Open, input);
        Assert.Null(outcome.Refusal);
        var frames = Read(outcome.Output);
        Assert.Equal(new[] { 1, 9, 1, 0, 2, 2, 8 }, frames.Select(static frame => frame.Opcode));
        Assert.Equal(Event, Encoding.UTF8.GetString(frames[0].Payload));
        Assert.Equal(Event, Encoding.UTF8.GetString([.. frames[2].Payload, .. frames[3].Payload]));
        AssertLabelled(frames[4].Payload, preview[..8]);
        Assert.Equal(Message(3, 1, "9step 1"u8.ToArray()), frames[5].Payload);
    }

    [Fact]
    public void A_picture_in_many_frames_leaves_in_one()
    {
        var metadata = "{\"node_id\":\"9\"}"u8.ToArray();
        var message = Message(4, (uint)metadata.Length, [.. metadata, .. Jpeg]);
        var input = new List<byte>();
        for (var at = 0; at < message.Length; at += 1000)
        {
            input.AddRange(Frame(at == 0 ? 2 : 0, message[at..Math.Min(at + 1000, message.Length)], last: false));
            input.AddRange(Frame(10, []));
        }
        input.AddRange(Frame(0, []));
        var frames = Read(Cuts.AllAgree(Open, [.. input]).Output);
        AssertLabelled(Assert.Single(frames, static frame => frame.Opcode == 2).Payload, message[..(8 + metadata.Length)]);
    }

    [Theory]
    [InlineData("{\"type\":\"response.output_text.delta\",\"delta\":\"hi\"}"), InlineData("hi"), InlineData(""), InlineData("{}"), InlineData("[{\"type\":\"a\",\"data\":1}]")]
    [InlineData("{\"type\":1,\"data\":2}"), InlineData("{\"type\":\"a\\\"b\",\"data\":2}"), InlineData("{\"data\":1,\"type\":\"a\"}")]
    public void A_text_that_is_no_event_closes_the_connection_and_never_leaves(string text) => AssertRefused(Frame(1, Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_binary_message_that_nobody_knows_closes_the_connection_and_never_leaves()
    {
        AssertRefused(Frame(2, []));
        AssertRefused(Frame(2, Jpeg));
        AssertRefused(Frame(2, Message(1, 1, "<html>"u8.ToArray())));
        AssertRefused(Frame(2, Message(1, 1, Jpeg[..40])));
        AssertRefused(Frame(2, Message(2, 1, Jpeg)));
        AssertRefused(Frame(2, Message(3, 1, Jpeg)));
        AssertRefused(Frame(2, Message(4, uint.MaxValue, Jpeg)));
        AssertRefused(Frame(2, Message(7, 1, Jpeg)));
    }

    [Theory]
    [InlineData(new byte[] { 0xC1, 0 }), InlineData(new byte[] { 0x81, 0x80, 0, 0, 0, 0 }), InlineData(new byte[] { 0x83, 0 }), InlineData(new byte[] { 0x8B, 0 })]
    [InlineData(new byte[] { 0x09, 0 }), InlineData(new byte[] { 0x89, 126, 0, 126 }), InlineData(new byte[] { 0x82, 126, 0, 1, 0 }), InlineData(new byte[] { 0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x82, 127, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF }), InlineData(new byte[] { 0x80, 0 }), InlineData(new byte[] { 0x01, 0, 0x81, 0 }), InlineData(new byte[] { 0x82, 127, 0, 0, 0, 0, 0x10, 0, 0, 0 })]
    public void What_breaks_the_protocol_or_the_caps_closes_the_connection(byte[] input) => AssertRefused(input);

    [Fact]
    public void Where_upgrades_pass_so_do_messages_of_others_and_pictures_are_labelled_still()
    {
        byte[] input = [.. Frame(1, "hi"u8.ToArray()), .. Frame(2, "hi"u8.ToArray()), .. Frame(2, Message(1, 1, Jpeg))];
        var outcome = Cuts.AllAgree(static () => Open(BodyLimits.Default.MaxEventBytes, Foreign.Pass), input);
        Assert.Null(outcome.Refusal);
        var frames = Read(outcome.Output);
        Assert.Equal([.. Frame(1, "hi"u8.ToArray()), .. Frame(2, "hi"u8.ToArray())], outcome.Output[..8]);
        AssertLabelled(frames[2].Payload, Message(1, 1, []));
    }

    [Fact]
    public void Frames_without_payload_fill_no_memory()
    {
        var input = Enumerable.Range(0, 200_000).SelectMany(static i => Frame(i == 0 ? 2 : 0, [], last: false)).ToArray();
        Assert.Contains("frames", Cuts.Run(() => Open(65_536), input, []).Refusal);
    }

    [Fact]
    public void Nothing_follows_a_close_and_half_a_message_never_leaves()
    {
        var close = Frame(8, [3, 232]);
        Assert.Equal(close, Cuts.AllAgree(Open, [.. close, .. Frame(2, Jpeg)]).Output);
        Assert.Empty(Cuts.AllAgree(Open, Frame(2, Message(1, 1, Jpeg))[..^1]).Output);
    }

    private static void AssertRefused(byte[] input)
    {
        var outcome = Cuts.AllAgree(Open, input);
        Assert.NotNull(outcome.Refusal);
        var (opcode, payload) = Assert.Single(Read(outcome.Output), static frame => frame.Opcode != 9);
        Assert.Equal((8, 1011), (opcode, BinaryPrimitives.ReadUInt16BigEndian(payload)));
    }

    private static void AssertLabelled(byte[] message, byte[] head)
    {
        Assert.Equal(head, message[..head.Length]);
        var file = message[head.Length..];
        var found = new List<FoundLabel>();
        MediaFormats.Detect(file.AsSpan(0, MediaFormat.HeadLength))!.FindImplicitLabels(file, found);
        Assert.Equal("P1", Assert.Single(found).Metadata!.ProduceID);
        Assert.True(DemoPicture.CornerDiffers(Jpeg, file));
    }

    private static BodyRewriter Open() => Open(BodyLimits.Default.MaxEventBytes);

    private static BodyRewriter Open(int most, Foreign others = Foreign.Refuse) => new WebSocketBody(new Exchange(
        new ContentPolicy
        {
            TextLabel = new ExplicitTextLabel(ExplicitTextLabel.DefaultWording, TextLabelPlacement.End),
            Limits = BodyLimits.Default with { MaxEventBytes = most },
        }, AigcMetadata.ByProducer("TEST", "P1")), others);

    private static byte[] Message(uint kind, uint second, byte[] rest)
    {
        var message = new byte[8 + rest.Length];
        BinaryPrimitives.WriteUInt32BigEndian(message, kind);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), second);
        rest.CopyTo(message, 8);
        return message;
    }

    private static byte[] Frame(int opcode, byte[] payload, bool last = true)
    {
        byte first = (byte)(opcode | (last ? 0x80 : 0));
        var length = payload.Length;
        byte[] head = length < 126 ? [first, (byte)length] : length <= 0xFFFF ? [first, 126, (byte)(length >> 8), (byte)length]
            : [first, 127, 0, 0, 0, 0, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length];
        return [.. head, .. payload];
    }

    private static List<(int Opcode, byte[] Payload)> Read(byte[] bytes)
    {
        var frames = new List<(int Opcode, byte[] Payload)>();
        for (var at = 0; at < bytes.Length;)
        {
            var (opcode, length, head) = (bytes[at] & 0xF, (long)bytes[at + 1], 2);
            (length, head) = length switch
            {
                126 => (BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2)), 4),
                127 => (BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(at + 2)), 10),
                _ => (length, head),
            };
            frames.Add((opcode, bytes[(at + head)..(at + head + (int)length)]));
            at += head + (int)length;
        }
        return frames;
    }
}
