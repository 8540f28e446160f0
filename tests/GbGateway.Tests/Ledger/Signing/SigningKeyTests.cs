using GbGateway.Labels.Integrity;
using GbGateway.Ledger.Signing;

namespace GbGateway.Tests.Ledger.Signing;

/// <summary>T20: keys come from files that only their owner reads.</summary>
public sealed class SigningKeyTests
{
    public static TheoryData<string> Kinds => ["ecdsa", "sm2"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_key_written_to_a_file_is_its_owners_alone_and_signs_what_its_public_half_checks(string kind)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("key.pem");
        KeyFile.WriteSigningKey(path, Make(kind));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(path));
        }
        var key = KeyFile.ReadSigningKey(path);
        File.WriteAllText(directory.File("key.pub"), key.PublicKey.ToPem());
        var check = KeyFile.ReadVerifyingKey(directory.File("key.pub"));
        Assert.Equal(key.PublicKey.KeyID, check.KeyID);
        var signature = key.Sign("what was said"u8);
        Assert.True(check.Verify("what was said"u8, signature));
        Assert.False(check.Verify("what was not said"u8, signature));
        Assert.False(check.Verify("what was said"u8, [1, 2, 3]));
        Assert.False(check.Verify("what was said"u8, []));
    }

    [SkippableFact]
    public void A_key_that_others_may_read_is_refused()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no file modes");
        if (OperatingSystem.IsWindows())
        {
            return; // for the analyzer, which does not know Skip
        }
        using var directory = new TemporaryDirectory();
        var path = directory.File("key.pem");
        KeyFile.WriteSigningKey(path, EcdsaSigningKey.Generate());
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains("0400", Assert.Throws<InvalidOperationException>(() => KeyFile.ReadSigningKey(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    public void What_is_no_key_is_none(string pem)
    {
        Assert.Null(SigningKey.TryReadPem(pem));
        Assert.Null(VerifyingKey.TryReadPem(pem));
    }

    [Fact]
    public void A_ring_knows_the_present_key_and_those_before_it()
    {
        SigningKey old = EcdsaSigningKey.Generate(), present = new Sm2SigningKey(Sm2PrivateKey.Generate());
        var ring = new KeyRing([old.PublicKey, present.PublicKey, old.PublicKey]);
        Assert.Equal(2, ring.Count);
        Assert.NotNull(ring.Find(old.PublicKey.KeyID));
        Assert.NotNull(ring.Find(present.PublicKey.KeyID));
        Assert.Null(ring.Find("0000000000000000"));
    }

    private static SigningKey Make(string kind) => kind == "sm2" ? new Sm2SigningKey(Sm2PrivateKey.Generate()) : EcdsaSigningKey.Generate();
}
