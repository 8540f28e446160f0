using System.Security.Cryptography;
using System.Text;
using GbGateway.Ledger.Signing;

namespace GbGateway.Grants;

/// <summary>Judges grant tokens. Only a signed, present, unrevoked grant of this very recipient holds; everything else changes nothing (<c>T15</c>).</summary>
public sealed class GrantVerifier(KeyRing keys, GrantRevocations revocations, TimeProvider time)
{
    /// <summary>Judges <paramref name="token"/> for a request; never throws.</summary>
    /// <param name="token">The header's value, or null.</param>
    /// <param name="recipient">The tenant that the gateway itself told from the request; empty holds for nobody.</param>
    /// <param name="route">The route's name.</param>
    public GrantVerdict Verify(string? token, string recipient, string route)
    {
        if (string.IsNullOrEmpty(token) || GrantTokens.ReadSigned(token, keys, out var isSigned) is not { } grant)
        {
            return new GrantVerdict(GrantStatus.Unreadable);
        }
        if (!isSigned || GrantTokens.FindMistake(grant) is not null)
        {
            return new GrantVerdict(GrantStatus.Unsigned); // what it says is not worth logging
        }
        var now = time.GetUtcNow();
        var status =
            revocations.Contains(grant.ID) ? GrantStatus.Revoked
            : now < grant.NotBefore ? GrantStatus.TooEarly
            : now >= grant.Expires ? GrantStatus.Expired
            : !IsSame(grant.Recipient, recipient) ? GrantStatus.Foreign
            : grant.Routes.Count > 0 && !grant.Routes.Contains(route) ? GrantStatus.OtherRoute
            : GrantStatus.Holds;
        return new GrantVerdict(status, grant);
    }

    private static bool IsSame(string expected, string actual) =>
        actual.Length > 0 && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(actual));
}
