using System.Text;
using GbGateway.Content;
using GbGateway.Labels;
using GbGateway.Labels.Text;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Bodies;

/// <summary>Messages of an Amazon event stream that are damaged, hostile or none.</summary>
public sealed class AmazonEventTests
{
    private static readonly byte[] Stream = AmazonLines.Frame("""
        messageStart {"role":"assistant"}
        contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"Hi"}}
        contentBlockStop {"contentBlockIndex":0}
        messageStop {"stopReason":"end_turn"}
        """);

    [Fact]
    public void Each_single_flipped_bit_of_a_message_is_found_and_no_text_leaves_unlabelled()
    {
        for (var at = 0; at < Stream.Length; at++)
        {
            var damaged = Stream.ToArray();
            damaged[at] ^= 0x10;
            // What no longer begins like such a stream is none.
            if (BodyRewriters.Choose(NewExchange(), "application/vnd.amazon.eventstream", damaged.AsSpan(0, BodyRewriters.HeadLength), out _) is not { } rewriter)
            {
                continue;
            }
            rewriter.Dispose();
            var outcome = Cuts.Run(() => Open(damaged), damaged, []);
            Assert.NotNull(outcome.Refusal);
            var text = Encoding.UTF8.GetString(outcome.Output);
            Assert.Equal(text.Contains("\"Hi\"", StringComparison.Ordinal), text.Contains("内容由AI生成", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(0x7FFFFFFF, 0), InlineData(15, 0), InlineData(16, 1), InlineData(64, 0x7FFFFFFF), InlineData(-1, -1)]
    public void Lengths_that_can_not_be_are_refused_before_anything_is_kept(int length, int headers)
    {
        var message = Stream.AsSpan(0, 64).ToArray();
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(message, length);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4), headers);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(8), System.IO.Hashing.Crc32.HashToUInt32(message.AsSpan(0, 8)));
        Assert.NotNull(Cuts.AllAgree(() => Open(Stream), message).Refusal);
    }

    private static BodyRewriter Open(byte[] stream) =>
        BodyRewriters.Choose(NewExchange(), "application/vnd.amazon.eventstream", stream.AsSpan(0, BodyRewriters.HeadLength), out _)!;

    private static Exchange NewExchange() => new(
        new ContentPolicy { TextLabel = new ExplicitTextLabel(ExplicitTextLabel.DefaultWording, TextLabelPlacement.End), AigcMember = false }, AigcMetadata.ByProducer("TEST", "P1"));
}
