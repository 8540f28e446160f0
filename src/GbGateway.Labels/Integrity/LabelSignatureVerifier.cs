using System.Security.Cryptography;

namespace GbGateway.Labels.Integrity;

/// <summary>Checks the integrity protection of labels (PG-202511A), in the shapes met in the wild: the message or its SM3 signed, hex or base64, spelled variants, RSA.</summary>
/// <param name="pinned">Keys whose signatures prove who signed; a key inside the file proves only that the label is whole.</param>
public sealed class LabelSignatureVerifier(IReadOnlyList<Sm2PublicKey> pinned)
{
    /// <summary>A verifier that pins no key.</summary>
    public static LabelSignatureVerifier Unpinned { get; } = new([]);

    /// <summary>Checks ReservedCode1 of <paramref name="label"/>; never throws.</summary>
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
        var signature = Decode(data.Signature);
        if (signature.Length == 0)
        {
            return new SignatureFinding(SignatureState.Unverifiable, "SecurityData without a readable signature");
        }
        var key = Decode(data.KeyValue);
        var messages = Messages(label);
        foreach (var known in pinned)
        {
            if (FindSigned(known, messages, signature) is { } how)
            {
                return new SignatureFinding(SignatureState.ValidPinned, how, known.KeyID);
            }
        }
        if (Sm2PublicKey.TryRead(key) is { } own)
        {
            return FindSigned(own, messages, signature) is { } how
                ? new SignatureFinding(SignatureState.ValidSelfSigned, how, own.KeyID)
                : new SignatureFinding(SignatureState.Invalid, "SM3withSM2: the signature does not match the label", own.KeyID);
        }
        return VerifyRsa(key, messages, signature)
            ?? new SignatureFinding(SignatureState.Unverifiable, key.Length == 0 ? "a signature without its key" : $"a key that is neither SM2 nor RSA, algorithm {data.KeyAlgorithm}");
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

    private static string? FindSigned(Sm2PublicKey key, (string How, byte[] Message)[] messages, byte[] signature)
    {
        foreach (var (how, message) in messages)
        {
            if (key.Verify(message, signature))
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
