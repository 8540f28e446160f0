using System.Security.Cryptography;
using GbGateway.Labels.Integrity;

namespace GbGateway.Policies;

/// <summary>The public key a fetched library is checked with: ECDSA on P-256 with SHA-256, or SM2 with SM3.</summary>
public sealed class LibraryKey : IDisposable
{
    private readonly ECDsa? _ecdsa;
    private readonly Sm2PublicKey? _sm2;

    private LibraryKey(ECDsa? ecdsa, Sm2PublicKey? sm2) => (_ecdsa, _sm2) = (ecdsa, sm2);

    /// <summary>Says why a file holds no such key, or null.</summary>
    public static string? FindMistake(string path)
    {
        try
        {
            using var key = TryReadPem(File.ReadAllText(path));
            return key is null ? "the file holds no PEM public key (BEGIN PUBLIC KEY) of ECDSA P-256 or SM2" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "there is no such file that can be read";
        }
    }

    /// <summary>Reads PEM; null if it holds no key of the two kinds.</summary>
    public static LibraryKey? TryReadPem(string pem)
    {
        if (Sm2PublicKey.TryReadPem(pem) is { } sm2)
        {
            return new LibraryKey(null, sm2);
        }
        var ecdsa = ECDsa.Create();
        try
        {
            if (!pem.Contains("PRIVATE", StringComparison.Ordinal))
            {
                ecdsa.ImportFromPem(pem);
                if (ecdsa.KeySize == 256 && ecdsa.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
                {
                    return new LibraryKey(ecdsa, null);
                }
            }
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // Some other key, or none.
        }
        ecdsa.Dispose();
        return null;
    }

    /// <summary>Whether <paramref name="signature"/> (DER, or base64 of it) signs <paramref name="bytes"/>.</summary>
    public bool Verify(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature)
    {
        var der = Decode(signature);
        try
        {
            return _sm2?.Verify(bytes, der) ?? _ecdsa!.VerifyData(bytes, der, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ecdsa?.Dispose();

    private static byte[] Decode(ReadOnlySpan<byte> signature)
    {
        var text = System.Text.Encoding.ASCII.GetString(signature).Trim();
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : signature.ToArray();
    }
}
