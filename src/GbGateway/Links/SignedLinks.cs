using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace GbGateway.Links;

/// <summary>
/// Links on the gateway itself: all they need stands in them, so that any node with the key serves them. A link is
/// <c>base/.gbgateway/media/TOKEN[.png]</c>; a token is base64url of a version, the key's id, and the sealed text:
/// expiry, route, tenant, ProduceID, each with its length, then the address.
/// </summary>
/// <param name="secrets">The secrets; the first makes links, all are honoured.</param>
public sealed class SignedLinks(IEnumerable<byte[]> secrets)
{
    /// <summary>What stands before the token.</summary>
    public const string Path = "/.gbgateway/media/";

    private const byte Version = 1;
    private const int HeadLength = 1 + LinkKey.IdLength;
    private const int LongestField = 256;

    // The longest address and fields, sealed, in base64url.
    private const int LongestToken = 8 << 10;

    private readonly LinkKey[] _keys = [.. secrets.Select(static secret => new LinkKey(secret))];

    /// <summary>Makes a token.</summary>
    public string Seal(LinkToken token)
    {
        var plain = new byte[8 + (3 * (2 + LongestField)) + token.Url.Length];
        BinaryPrimitives.WriteInt64BigEndian(plain, token.Expires.ToUnixTimeSeconds());
        var length = 8;
        foreach (var field in (string[])[token.Route, token.Tenant, token.ProduceID])
        {
            var written = Encoding.UTF8.GetBytes(field, plain.AsSpan(length + 2, LongestField));
            BinaryPrimitives.WriteUInt16BigEndian(plain.AsSpan(length), (ushort)written);
            length += 2 + written;
        }
        length += Encoding.ASCII.GetBytes(token.Url, plain.AsSpan(length));
        var whole = new byte[HeadLength + LinkKey.Overhead + length];
        whole[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(whole.AsSpan(1), _keys[0].Id);
        _keys[0].Seal(plain.AsSpan(0, length), whole.AsSpan(0, HeadLength), whole.AsSpan(HeadLength));
        return Base64Url.EncodeToString(whole);
    }

    /// <summary>Reads a token; null if it is none of ours. Whether it has expired is the caller's to see.</summary>
    public LinkToken? Open(ReadOnlySpan<char> token)
    {
        var whole = new byte[Base64Url.GetMaxDecodedLength(Math.Min(token.Length, LongestToken))];
        if (token.Length > LongestToken || !Base64Url.IsValid(token) || !Base64Url.TryDecodeFromChars(token, whole, out var length)
            || length < HeadLength + LinkKey.Overhead || whole[0] != Version)
        {
            return null;
        }
        var id = BinaryPrimitives.ReadUInt32BigEndian(whole.AsSpan(1));
        var plain = new byte[length - HeadLength - LinkKey.Overhead];
        foreach (var key in _keys)
        {
            if (key.Id == id && key.TryOpen(whole.AsSpan(HeadLength, length - HeadLength), whole.AsSpan(0, HeadLength), plain))
            {
                return Read(plain);
            }
        }
        return null;
    }

    // What was sealed is well-formed.
    private static LinkToken Read(ReadOnlySpan<byte> plain)
    {
        var expires = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(plain));
        plain = plain[8..];
        var (route, tenant, produceID) = (Field(ref plain), Field(ref plain), Field(ref plain));
        return new LinkToken(expires, route, tenant, produceID, Encoding.ASCII.GetString(plain));
    }

    private static string Field(ref ReadOnlySpan<byte> plain)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(plain);
        var field = Encoding.UTF8.GetString(plain.Slice(2, length));
        plain = plain[(2 + length)..];
        return field;
    }
}
