using System.Buffers;
using GbGateway.Content;

namespace GbGateway.Tests.Support;

/// <summary>Runs a rewriter over one input cut in many ways: the output may never depend on where.</summary>
public static class Cuts
{
    /// <summary>What a run gave: its bytes and, if it was refused, why.</summary>
    public sealed record Outcome(byte[] Output, string? Refusal);

    /// <summary>Runs whole, byte by byte, cut in two at each index and in seeded random pieces; asserts that all agree.</summary>
    public static Outcome AllAgree(Func<BodyRewriter> make, byte[] input, bool upstreamDies = false)
    {
        var whole = Run(make, input, [], upstreamDies);
        Assert.Equal(whole, Run(make, input, Enumerable.Range(1, Math.Max(0, input.Length - 1)), upstreamDies), Same);
        // Every index of a short body; of a long one a sample, or the square of its length would be read.
        var step = input.Length <= 1500 ? 1 : Math.Max(1, input.Length / 120);
        for (var cut = 1; cut < input.Length; cut += step)
        {
            Assert.Equal(whole, Run(make, input, [cut], upstreamDies), Same);
        }
        var random = new Random(20260901);
        for (var i = 0; i < 8; i++)
        {
            var cuts = Enumerable.Range(0, random.Next(2, 12)).Select(_ => random.Next(1, Math.Max(2, input.Length))).Order();
            Assert.Equal(whole, Run(make, input, cuts, upstreamDies), Same);
        }
        return whole;
    }

    /// <summary>Runs once, cut at the given indexes.</summary>
    public static Outcome Run(Func<BodyRewriter> make, byte[] input, IEnumerable<int> cuts, bool upstreamDies = false)
    {
        var output = new ArrayBufferWriter<byte>();
        using var rewriter = make();
        var status = RewriteStatus.Done;
        var start = 0;
        foreach (var end in cuts.Append(input.Length))
        {
            var piece = input.AsSpan(start..Math.Max(start, end));
            start = Math.Max(start, end);
            do
            {
                status = rewriter.Write(piece, output, out var consumed);
                piece = piece[consumed..];
            }
            while (status == RewriteStatus.NeedsPixels);
            if (status is RewriteStatus.Refused or RewriteStatus.Ended)
            {
                break;
            }
        }
        while (status == RewriteStatus.Ended || (!upstreamDies && status != RewriteStatus.Refused))
        {
            status = status == RewriteStatus.Ended ? status : rewriter.Complete(output);
            if (status is RewriteStatus.Done or RewriteStatus.Ended)
            {
                return new Outcome(output.WrittenSpan.ToArray(), null);
            }
        }
        if (rewriter.HoldsHead)
        {
            return new Outcome([], rewriter.Refusal?.Reason ?? "cut"); // the caller answers with an error of its own
        }
        rewriter.Abort(output);
        return new Outcome(output.WrittenSpan.ToArray(), rewriter.Refusal?.Reason ?? "cut");
    }

    private static bool Same(Outcome a, Outcome b) => a.Refusal == b.Refusal && a.Output.AsSpan().SequenceEqual(b.Output);
}
