using System.Security.Cryptography;

namespace GbGateway.Labels.Integrity;

/// <summary>Checks the integrity protection of labels (PG-202511A), in the shapes met in the wild: the message or its SM3 signed, hex or base64, spelled variants, RSA.</summary>
/// <param name="pinned">Keys whose signatures prove who signed; a key inside the file proves only that the label is whole.</param>
public sealed class LabelSignatureVerifier(IReadOnlyList<Sm2PublicKey> pinned)
{
    // A hostile label could name many keys and signatures; each attempt takes about a millisecond.
    private const int MostAttempts = 60;

    /// <summary>A verifier that pins no key.</summary>
    public static LabelSignatureVerifier Unpinned { get; } = new([]);

    /// <summary>Checks ReservedCode1 of <paramref name="label"/>, the producer's; never throws.</summary>
    public SignatureFinding Verify(AigcMetadata label)
    {
        if (label.ReservedCode1.Length == 0)
        {
            return SignatureFinding.Empty;
        }
        if (SecurityData.TryRead(label.ReservedCode1) is not { } data)
        {
            return new SignatureFinding(SignatureState.Opaque, $"{label.ReservedCode1.Length} characters that are no SecurityData");
        }
        var messages = Messages(label);
        var attempts = MostAttempts;
        SignatureFinding? worst = null;
        foreach (var signature in data.Signatures)
        {
            var finding = Verify(signature, data, messages, ref attempts);
            if (finding.State is SignatureState.ValidPinned or SignatureState.ValidSelfSigned)
            {
                return finding;
            }
            // A signature over the content's bindings can't be checked here, and says nothing against the label.
            worst ??= signature.IsOverLabel ? finding : new SignatureFinding(SignatureState.Unverifiable, $"a signature over {signature.SignedType}");
        }
        return worst ?? new SignatureFinding(SignatureState.Unverifiable, "SecurityData without a readable signature");
    }

    private SignatureFinding Verify(SecuritySignature one, SecurityData data, (string How, byte[] Message)[] messages, ref int attempts)
    {
        var signature = Decode(one.Value);
        if (signature.Length == 0)
        {
            return new SignatureFinding(SignatureState.Unverifiable, "SecurityData without a readable signature");
        }
        foreach (var known in pinned)
        {
            if (FindSigned(known, messages, signature, ref attempts) is { } how)
            {
                return new SignatureFinding(SignatureState.ValidPinned, how, known.KeyID);
            }
        }
        SignatureFinding? failed = null;
        foreach (var key in data.Keys)
        {
            if (one.KeyID.Length > 0 && key.KeyID.Length > 0 && one.KeyID != key.KeyID)
            {
                continue;
            }
            var bytes = Decode(key.Value);
            foreach (var own in Sm2PublicKey.ReadAll(bytes))
            {
                if (FindSigned(own, messages, signature, ref attempts) is { } how)
                {
                    return new SignatureFinding(SignatureState.ValidSelfSigned, how, own.KeyID);
                }
                failed ??= new SignatureFinding(SignatureState.Invalid, "SM3withSM2: the signature does not match the label", own.KeyID);
            }
            if (failed is null && VerifyRsa(bytes, messages, signature) is { } rsa)
            {
                if (rsa.State == SignatureState.ValidSelfSigned)
                {
                    return rsa;
                }
                failed = rsa;
            }
        }
        return failed ?? new SignatureFinding(SignatureState.Unverifiable, data.Keys.Count == 0 ? "a signature without its key" : $"a key that is neither SM2 nor RSA, algorithm {data.Keys[0].Algorithm}");
    }

    private static (string How, byte[] Message)[] Messages(AigcMetadata label)
    {
        var message = LabelSignature.Message(label);
        byte[] braced = [(byte)'{', .. message, (byte)'}'];
        return
        [
            ("over the message", message),
            ("over SM3(message)", Sm3.HashData(message)),
            ("over the hexadecimal of SM3(message)", System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Sm3.HashData(message)))),
            ("over the message in braces", braced),
            ("over SM3(message in braces)", Sm3.HashData(braced)),
        ];
    }

    private static string? FindSigned(Sm2PublicKey key, (string How, byte[] Message)[] messages, byte[] signature, ref int attempts)
    {
        foreach (var (how, message) in messages)
        {
            if (attempts-- > 0 && key.Verify(message, signature))
            {
                return "SM3withSM2 " + how;
            }
        }
        return null;
    }

    private static SignatureFinding? VerifyRsa(byte[] key, (string How, byte[] Message)[] messages, byte[] signature)
    {
        if (key.Length is < 64 or > 2048)
        {
            return null;
        }
        try
        {
            using var rsa = RSA.Create();
            try
            {
                rsa.ImportSubjectPublicKeyInfo(key, out _);
            }
            catch (CryptographicException)
            {
                rsa.ImportRSAPublicKey(key, out _);
            }
            var keyID = Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 8));
            foreach (var (how, message) in messages)
            {
                if (rsa.VerifyData(message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                    || rsa.VerifyData(message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss))
                {
                    return new SignatureFinding(SignatureState.ValidSelfSigned, "RSA with SHA-256 " + how, keyID);
                }
            }
            return new SignatureFinding(SignatureState.Invalid, "RSA: the signature does not match the label", keyID);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // Hex DER is the guide's form; base64 is met too. PEM armour around a key is taken off.
    private static byte[] Decode(string text)
    {
        const int Longest = 8192;
        if (text.Length is 0 or > Longest)
        {
            return [];
        }
        if (PemEncoding.TryFind(text, out var pem))
        {
            text = text[pem.Base64Data];
        }
        if (text.Length % 2 == 0 && !text.AsSpan().ContainsAnyExcept("0123456789abcdefABCDEF"))
        {
            return Convert.FromHexString(text);
        }
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var written) ? buffer[..written] : [];
    }
}
