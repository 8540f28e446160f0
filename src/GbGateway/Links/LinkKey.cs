using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace GbGateway.Links;

/// <summary>The keys made from one secret: to encrypt, to number, and a name to tell it by.</summary>
public sealed class LinkKey
{
    /// <summary>Bytes of <see cref="Id"/>.</summary>
    public const int IdLength = 4;

    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>Bytes a sealed text is longer than the plain one.</summary>
    public const int Overhead = NonceLength + TagLength;

    private readonly byte[] _cipher;
    private readonly byte[] _nonces;

    /// <summary>Makes them.</summary>
    public LinkKey(byte[] secret)
    {
        _cipher = Derive(secret, "gbgateway media link: encryption");
        _nonces = Derive(secret, "gbgateway media link: nonce");
        Id = BinaryPrimitives.ReadUInt32BigEndian(Derive(secret, "gbgateway media link: id"));
    }

    /// <summary>Tells this key from others; says nothing about it.</summary>
    public uint Id { get; }

    /// <summary>Encrypts and authenticates. The nonce is a keyed hash of the text, so that the same text gives the same bytes.</summary>
    public void Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound, Span<byte> target)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_nonces, plain, hash);
        hash[..NonceLength].CopyTo(target);
        using var cipher = new AesGcm(_cipher, TagLength);
        cipher.Encrypt(target[..NonceLength], plain, target.Slice(NonceLength, plain.Length), target[(NonceLength + plain.Length)..], bound);
    }

    /// <summary>Undoes <see cref="Seal"/>; false if a bit is not what was sealed.</summary>
    public bool TryOpen(ReadOnlySpan<byte> sealedText, ReadOnlySpan<byte> bound, Span<byte> plain)
    {
        using var cipher = new AesGcm(_cipher, TagLength);
        try
        {
            cipher.Decrypt(sealedText[..NonceLength], sealedText[NonceLength..^TagLength], sealedText[^TagLength..], plain, bound);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private static byte[] Derive(byte[] secret, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: Encoding.ASCII.GetBytes(purpose));
}
