using GbGateway.Grants;
using GbGateway.Ledger.Signing;
using GbGateway.Tests.Ledger;

namespace GbGateway.Tests.Grants;

/// <summary>T15: only a signed grant of this recipient, in its time, leaves the explicit label out.</summary>
public sealed class GrantTests
{
    private readonly SteppedTime _time = new();

    private Grant Sample => new()
    {
        ID = "G1", Recipient = "tenant-1", Agreement = "合同-2026-17", NotBefore = _time.Wall, Expires = _time.Wall + TimeSpan.FromDays(30), Routes = ["images"],
    };

    private GrantVerifier Verifier => new(LedgerSamples.Keys, new GrantRevocations(["G0"]), _time);

    [Fact]
    public void A_signed_grant_holds_for_its_recipient_on_its_route_in_its_time()
    {
        var token = GrantTokens.Issue(Sample, LedgerSamples.Key);
        var verdict = Verifier.Verify(token, "tenant-1", "images");
        Assert.True(verdict.Holds);
        Assert.Equal(("G1", "tenant-1", "合同-2026-17"), (verdict.Grant!.ID, verdict.Grant.Recipient, verdict.Grant.Agreement));
        Assert.Equal("合同-2026-17", GrantTokens.Inspect(token)!.Agreement);
    }

    [Theory]
    [InlineData("tenant-2", "images", GrantStatus.Foreign)]
    [InlineData("", "images", GrantStatus.Foreign)]
    [InlineData("tenant-1", "chat", GrantStatus.OtherRoute)]
    public void A_grant_of_another_recipient_or_route_changes_nothing(string recipient, string route, GrantStatus status) =>
        Assert.Equal(status, Verifier.Verify(GrantTokens.Issue(Sample, LedgerSamples.Key), recipient, route).Status);

    [Fact]
    public void A_grant_before_or_after_its_time_changes_nothing()
    {
        var token = GrantTokens.Issue(Sample, LedgerSamples.Key);
        _time.Wall -= TimeSpan.FromSeconds(1);
        Assert.Equal(GrantStatus.TooEarly, Verifier.Verify(token, "tenant-1", "images").Status);
        _time.Wall += TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1);
        Assert.Equal(GrantStatus.Expired, Verifier.Verify(token, "tenant-1", "images").Status);
    }

    [Fact]
    public void A_revoked_grant_changes_nothing()
    {
        var token = GrantTokens.Issue(Sample with { ID = "G0" }, LedgerSamples.Key);
        Assert.Equal(GrantStatus.Revoked, Verifier.Verify(token, "tenant-1", "images").Status);
    }

    [Fact]
    public void A_grant_of_a_key_that_is_not_trusted_changes_nothing_and_is_not_logged()
    {
        var token = GrantTokens.Issue(Sample, EcdsaSigningKey.Generate());
        var verdict = Verifier.Verify(token, "tenant-1", "images");
        Assert.Equal(GrantStatus.Unsigned, verdict.Status);
        Assert.Null(verdict.Grant);
    }

    [Fact]
    public void No_character_of_a_token_can_be_changed()
    {
        var token = GrantTokens.Issue(Sample, LedgerSamples.Key);
        for (var i = 0; i < token.Length - 1; i++) // the last character has unused bits in base64
        {
            var changed = token.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            Assert.False(Verifier.Verify(new string(changed), "tenant-1", "images").Holds, $"character {i}");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("true")]
    [InlineData("gbg1.")]
    [InlineData("gbg1..")]
    [InlineData("gbg1.!!!.???")]
    [InlineData("gbg1.AQ.AQ")]
    public void A_header_alone_changes_nothing(string? token) =>
        Assert.Equal(GrantStatus.Unreadable, Verifier.Verify(token, "tenant-1", "images").Status);

    [Fact]
    public void A_grant_without_end_or_agreement_is_not_issued()
    {
        Assert.Throws<ArgumentException>(() => GrantTokens.Issue(Sample with { Agreement = "" }, LedgerSamples.Key));
        Assert.Throws<ArgumentException>(() => GrantTokens.Issue(Sample with { Expires = Sample.NotBefore + TimeSpan.FromDays(3650) }, LedgerSamples.Key));
    }

    [Fact]
    public void Revocations_are_read_back_with_their_comments_left_out()
    {
        using var directory = new TemporaryDirectory();
        GrantRevocations.Add(directory.File("revoked"), "G7", "left the company\nG8", _time);
        GrantRevocations.Add(directory.File("revoked"), "G9", "", _time);
        var revocations = GrantRevocations.Read(directory.File("revoked"));
        Assert.Equal((true, false, true, 2), (revocations.Contains("G7"), revocations.Contains("G8"), revocations.Contains("G9"), revocations.Count));
    }
}
