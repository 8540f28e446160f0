using System.Security.Cryptography;
using System.Text;
using GbGateway.Labels;
using GbGateway.Labels.Integrity;

namespace GbGateway.Tests.Integrity;

/// <summary>PG-202511A: SM3withSM2 in ReservedCode1, and the shapes of others.</summary>
public sealed class LabelSignatureTests
{
    private static readonly AigcMetadata Label = AigcMetadata.ByProducer("001191110102MACQD9K64018705", "01J0000000000000000000000A");
    private static readonly Sm2PrivateKey Key = Sm2PrivateKey.Generate();

    [Fact]
    public void Sm3_gives_the_digest_that_the_standard_prints() =>
        Assert.Equal("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0", Convert.ToHexStringLower(Sm3.HashData("abc"u8)));

    [Fact]
    public void A_signed_label_is_whole_and_a_pinned_key_says_whose_it_is()
    {
        var signed = LabelSignature.Sign(Label, Key);
        Assert.True(signed.IsWritable);
        Assert.Equal(SignatureState.ValidSelfSigned, LabelSignatureVerifier.Unpinned.Verify(signed).State);
        var pinned = new LabelSignatureVerifier([Sm2PrivateKey.Generate().PublicKey, Key.PublicKey]).Verify(signed);
        Assert.Equal((SignatureState.ValidPinned, Key.PublicKey.KeyID), (pinned.State, pinned.KeyID));
    }

    [Fact]
    public void Any_signed_element_changed_is_found()
    {
        var signed = LabelSignature.Sign(Label, Key);
        Assert.Equal(SignatureState.Invalid, LabelSignatureVerifier.Unpinned.Verify(signed with { Label = "2" }).State);
        Assert.Equal(SignatureState.Invalid, LabelSignatureVerifier.Unpinned.Verify(signed with { ContentProducer = "x" }).State);
        Assert.Equal(SignatureState.Invalid, LabelSignatureVerifier.Unpinned.Verify(signed with { ProduceID = "x" }).State);
        Assert.Equal(SignatureState.ValidSelfSigned, LabelSignatureVerifier.Unpinned.Verify(signed with { PropagateID = "x" }).State);
    }

    [Fact]
    public void A_signature_over_the_digest_and_a_misspelled_type_are_understood()
    {
        var digest = Sm3.HashData(LabelSignature.Message(Label));
        var code = SecurityData("PubSD", "LabelMataData", Convert.ToHexString(Key.Sign(digest)), Convert.ToHexString(Key.PublicKey.Point.Span));
        var finding = LabelSignatureVerifier.Unpinned.Verify(Label with { ReservedCode1 = code });
        Assert.Equal((SignatureState.ValidSelfSigned, "SM3withSM2 over SM3(message)"), (finding.State, finding.Detail));
    }

    [Fact]
    public void Rsa_under_another_spelling_is_understood()
    {
        using var rsa = RSA.Create(2048);
        var signature = rsa.SignData(LabelSignature.Message(Label), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var code = SecurityData("PubSd", "Md", Convert.ToBase64String(signature), Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()));
        Assert.Equal(SignatureState.ValidSelfSigned, LabelSignatureVerifier.Unpinned.Verify(Label with { ReservedCode1 = code }).State);
        Assert.Equal(SignatureState.Invalid, LabelSignatureVerifier.Unpinned.Verify(Label with { ReservedCode1 = code, ProduceID = "x" }).State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_key_of_which_only_X_is_given_is_tried_with_both_Y(bool padded)
    {
        for (var i = 0; i < 4; i++)
        {
            var key = Sm2PrivateKey.Generate();
            var x = (padded ? "00" : "") + Convert.ToHexStringLower(key.PublicKey.Point.Span[1..33]);
            var code = SecurityData("PubSD", "LabelMataData", Convert.ToHexString(key.Sign(LabelSignature.Message(Label))), x);
            Assert.Equal(SignatureState.ValidSelfSigned, LabelSignatureVerifier.Unpinned.Verify(Label with { ReservedCode1 = code }).State);
            Assert.Equal(SignatureState.Invalid, LabelSignatureVerifier.Unpinned.Verify(Label with { ReservedCode1 = code, Label = "2" }).State);
        }
    }

    [Fact]
    public void Among_several_signatures_the_one_over_the_label_counts()
    {
        string over = Convert.ToHexString(Key.Sign(LabelSignature.Message(Label))), content = Convert.ToHexString(Key.Sign("{\"BType\":0}"u8)), point = Convert.ToHexString(Key.PublicKey.Point.Span);
        string One(string type, string signature) => "{\"Type\":\"DS\",\"KeyID\":1,\"TBSData\":{\"Type\":\"" + type + "\"},\"Signature\":\"" + signature + "\"}";
        var key = "{\"Type\":\"PubKey\",\"KeyID\":1,\"KeyValue\":\"" + point + "\"}";
        string Code(params string[] items) => "{\"SecurityData\":{\"PubSD\":[" + string.Join(',', items) + "],\"Bindings\":[{\"BType\":0}]}}";
        Assert.Equal(SignatureState.ValidSelfSigned, LabelSignatureVerifier.Unpinned.Verify(Label with { ReservedCode1 = Code(One("Binding", content), One("Md", over), key) }).State);
        Assert.Equal(SignatureState.Unverifiable, LabelSignatureVerifier.Unpinned.Verify(Label with { ReservedCode1 = Code(One("Binding", content), key) }).State);
        Assert.Equal(SignatureState.Invalid, LabelSignatureVerifier.Unpinned.Verify(Label with { ReservedCode1 = Code(One("Md", content), One("Binding", content), key) }).State);
    }

    [Theory]
    [InlineData("", SignatureState.None)]
    [InlineData("6f1c1f2e-6a1a-4d0f-9a55-0f6c5c9a1b2c", SignatureState.Opaque)]
    [InlineData("MEUCIQDx", SignatureState.Opaque)]
    [InlineData("3045022100", SignatureState.Opaque)]
    [InlineData("{\"SecurityData\":", SignatureState.Opaque)]
    [InlineData("{\"SecurityData\":{\"PubSD\":[]}}", SignatureState.Unverifiable)]
    [InlineData("{\"SecurityData\":{\"PubSD\":[{\"Type\":\"DS\",\"Signature\":\"3045\"}]}}", SignatureState.Unverifiable)]
    [InlineData("{\"SecurityData\":{\"PubSD\":[{\"Signature\":\"3045\"},{\"KeyValue\":\"0400\"}]}}", SignatureState.Unverifiable)]
    public void What_else_stands_there_is_told_apart(string code, SignatureState state) =>
        Assert.Equal(state, LabelSignatureVerifier.Unpinned.Verify(Label with { ReservedCode1 = code }).State);

    [Fact]
    public void Hostile_signatures_and_keys_never_throw()
    {
        var random = new Random(11);
        var good = LabelSignature.Sign(Label, Key).ReservedCode1;
        for (var i = 0; i < 300; i++)
        {
            var text = new StringBuilder(good);
            for (var n = random.Next(1, 6); n > 0; n--)
            {
                text[random.Next(text.Length)] = (char)random.Next(' ', '~');
            }
            LabelSignatureVerifier.Unpinned.Verify(Label with { ReservedCode1 = text.ToString(0, random.Next(text.Length)) });
            LabelSignatureVerifier.Unpinned.Verify(Label with { ReservedCode1 = text.ToString() });
        }
    }

    private static string SecurityData(string list, string type, string signature, string key) =>
        "{\"SecurityData\":{\"Type\":\"TC260PG\",\"Version\":1,\"" + list + "\":[{\"Type\":\"DS\",\"AlgID\":\"1.2.156.10197.1.501\",\"TBSData\":{\"Type\":\"" + type
        + "\"},\"Signature\":\"" + signature + "\"},{\"Type\":\"PubKey\",\"AlgID\":\"1\",\"KeyValue\":\"" + key + "\"}]}}";
}
