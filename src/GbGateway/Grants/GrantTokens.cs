using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Signing;

namespace GbGateway.Grants;

/// <summary>Issues and reads grant tokens: <c>gbg1.</c>payload<c>.</c>signature, both base64url; the payload is the ledger's canonical encoding.</summary>
public static class GrantTokens
{
    /// <summary>The header a client sends the token in.</summary>
    public const string Header = "X-GbGateway-Grant";

    /// <summary>Longest time a grant holds: agreements are looked at again every year.</summary>
    public static readonly TimeSpan LongestTerm = TimeSpan.FromDays(366);

    /// <summary>Longest token that is looked at, in characters.</summary>
    public const int LongestToken = 4096;

    private const string Prefix = "gbg1.";
    private const int LongestField = 200;

    /// <summary>Signs <paramref name="grant"/>.</summary>
    /// <exception cref="ArgumentException">It can't be issued; the message says why.</exception>
    public static string Issue(Grant grant, SigningKey key)
    {
        if (FindMistake(grant) is { } mistake)
        {
            throw new ArgumentException(mistake, nameof(grant));
        }
        var payload = Encode(grant with { KeyID = key.PublicKey.KeyID });
        return Prefix + Base64Url.EncodeToString(payload) + "." + Base64Url.EncodeToString(key.Sign(Signed(payload)));
    }

    /// <summary>A grant's new number: 128 random bits.</summary>
    public static string NewID() => "G" + Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    /// <summary>Says what keeps <paramref name="grant"/> from being issued, or null.</summary>
    public static string? FindMistake(Grant grant)
    {
        foreach (var (name, value) in new[] { ("id", grant.ID), ("recipient", grant.Recipient), ("agreement", grant.Agreement) })
        {
            if (value.Length is 0 or > LongestField || value.AsSpan().ContainsAnyInRange('\0', '\x1F'))
            {
                return $"the {name} has 1 to {LongestField} characters and no control characters (MEA-9)";
            }
        }
        if (grant.Expires <= grant.NotBefore || grant.Expires - grant.NotBefore > LongestTerm)
        {
            return $"a grant ends after it begins, at most {LongestTerm.TotalDays} days later";
        }
        return grant.Routes.Any(static route => route.Length is 0 or > LongestField) ? "a route's name is empty or too long" : null;
    }

    /// <summary>Reads a token without judging it, for <c>grant inspect</c>; null if it is none. Nothing in it is proven.</summary>
    public static Grant? Inspect(string token) => TrySplit(token, out var payload, out _) ? Decode(payload) : null;

    internal static Grant? ReadSigned(string token, KeyRing keys, out bool isSigned)
    {
        isSigned = false;
        if (!TrySplit(token, out var payload, out var signature) || Decode(payload) is not { } grant)
        {
            return null;
        }
        isSigned = keys.Find(grant.KeyID)?.Verify(Signed(payload), signature) == true;
        return grant;
    }

    // The prefix is signed too: a signature over something else of the ledger's encoding is no grant.
    private static byte[] Signed(byte[] payload) => [.. Encoding.ASCII.GetBytes("GbGateway grant 1:"), .. payload];

    private static bool TrySplit(string token, out byte[] payload, out byte[] signature)
    {
        (payload, signature) = ([], []);
        if (token.Length > LongestToken || !token.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }
        var dot = token.IndexOf('.', Prefix.Length);
        if (dot < 0)
        {
            return false;
        }
        try
        {
            payload = Base64Url.DecodeFromChars(token.AsSpan(Prefix.Length, dot - Prefix.Length));
            signature = Base64Url.DecodeFromChars(token.AsSpan(dot + 1));
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static byte[] Encode(Grant grant)
    {
        var output = new ArrayBufferWriter<byte>(256);
        var fields = new CanonicalWriter(output);
        fields.Field(1, grant.ID);
        fields.Field(2, grant.Recipient);
        fields.Field(3, grant.Agreement);
        fields.Field(4, grant.NotBefore.ToUnixTimeSeconds());
        fields.Field(5, grant.Expires.ToUnixTimeSeconds());
        foreach (var route in grant.Routes)
        {
            fields.Field(6, route);
        }
        fields.Field(7, grant.KeyID);
        return output.WrittenSpan.ToArray();
    }

    private static Grant? Decode(byte[] payload)
    {
        var reader = new CanonicalReader(payload);
        string id = "", recipient = "", agreement = "", keyID = "";
        long from = 0, until = 0;
        var routes = new List<string>();
        var previous = 0;
        while (reader.MoveNext())
        {
            if (reader.Tag == previous && reader.Tag != 6)
            {
                return null;
            }
            previous = reader.Tag;
            switch (reader.Tag)
            {
                case 1: id = reader.Text(); break;
                case 2: recipient = reader.Text(); break;
                case 3: agreement = reader.Text(); break;
                case 4: from = reader.Number(); break;
                case 5: until = reader.Number(); break;
                case 6: routes.Add(reader.Text()); break;
                case 7: keyID = reader.Text(); break;
                default: return null;
            }
        }
        const long Year10000 = 253_402_300_799;
        if (reader.IsMalformed || id.Length == 0 || recipient.Length == 0 || agreement.Length == 0 || from is < 0 or > Year10000 || until is < 0 or > Year10000)
        {
            return null;
        }
        return new Grant
        {
            ID = id, Recipient = recipient, Agreement = agreement, Routes = routes, KeyID = keyID,
            NotBefore = DateTimeOffset.FromUnixTimeSeconds(from), Expires = DateTimeOffset.FromUnixTimeSeconds(until),
        };
    }
}
