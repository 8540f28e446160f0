using GbGateway.Ledger.Records;

namespace GbGateway.Tests.Ledger.Records;

public sealed class CanonicalTests
{
    [Fact]
    public void Openings_and_sealings_are_read_back_as_written()
    {
        var opening = LedgerSamples.Opening(1) with { GrantID = "G1", GrantRecipient = "r", GrantAgreement = "协议", Role = "propagator", Decision = "2 by declaration" };
        Assert.Equal(opening, LedgerOpening.TryRead(opening.Encode()));
        var sealing = LedgerSamples.Sealing(5) with { WatermarkID = "w", UpstreamLabel = "{\"Label\":\"1\"}", Model = "m", Format = "png", FilterRules = ["a", "b"] };
        Assert.Equal(Convert.ToHexString(sealing.Encode()), Convert.ToHexString(LedgerSealing.TryRead(sealing.Encode())!.Encode()));
    }

    [Fact]
    public void No_other_bytes_mean_the_same_record()
    {
        var body = LedgerSamples.Opening(1).Encode();
        for (var i = 0; i < body.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = (byte[])body.Clone();
                changed[i] ^= (byte)(1 << bit);
                if (LedgerOpening.TryRead(changed) is { } read)
                {
                    Assert.Equal(changed, read.Encode());
                }
            }
        }
    }

    [Fact]
    public void Random_bytes_are_refused_or_read_but_never_throw()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(120)];
            random.NextBytes(bytes);
            bytes.AsSpan(0, Math.Min(bytes.Length, 2)).Fill(1);
            LedgerOpening.TryRead(bytes);
            LedgerSealing.TryRead(bytes);
            LedgerCheckpoint.TryRead(bytes);
            LedgerTombstone.TryRead(bytes);
            EntryCodec.TryRead(bytes);
        }
    }
}
