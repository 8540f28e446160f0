using System.Buffers;
using GbGateway.Content;
using GbGateway.Labels;
using GbGateway.Policies;
using GbGateway.Proxy;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace GbGateway.Tests.Proxy;

/// <summary>T32: whatever fails at a labeler's call, no unlabelled byte leaves.</summary>
public sealed class RewritingStreamTests
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task A_rewriter_that_throws_fails_closed(bool inWrite)
    {
        var context = new DefaultHttpContext();
        var sent = new MemoryStream();
        context.Response.Body = sent;
        var exchange = NewExchange();
        await using var stream = new RewritingStream(new MemoryStream("secret"u8.ToArray()), ArrayPool<byte>.Shared.Rent(RewritingStream.InputSize), 0, new FaultyRewriter(inWrite), exchange, new MediaGate(1), new Drain(), context);
        var received = new MemoryStream();
        var broken = await Assert.ThrowsAsync<BrokenAnswerException>(() => stream.CopyToAsync(received));
        Assert.Equal((Reasons.Fault, Reasons.Fault), (broken.Reason, exchange.Reason));
        Assert.DoesNotContain("fault inside", broken.Message);
        Assert.Equal("last words", System.Text.Encoding.ASCII.GetString(sent.ToArray()));
        Assert.Equal(0, received.Length);
        await Assert.ThrowsAsync<BrokenAnswerException>(() => stream.ReadAsync(new byte[8]).AsTask());
    }

    private static GatewayExchange NewExchange()
    {
        var policy = RoutePolicyCompiler.Compile(TestGateway.Settings(("GbGateway:Upstream", "http://a")))["default"];
        return new GatewayExchange(policy, new Exchange(policy.Content, AigcMetadata.ByProducer("a", "1")));
    }

    private sealed class FaultyRewriter(bool inWrite) : BodyRewriter
    {
        public override BodyKind Kind => BodyKind.Sse;

        public override bool HoldsHead => false;

        public override RewriteStatus Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output, out int consumed)
        {
            consumed = input.Length;
            return inWrite ? throw new InvalidOperationException("fault inside") : RewriteStatus.Done;
        }

        public override RewriteStatus Complete(IBufferWriter<byte> output) => throw new InvalidOperationException("fault inside");

        public override void Abort(IBufferWriter<byte> output, string? why = null) => output.Write("last words"u8);
    }
}
