using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using GbGateway.Content;
using Microsoft.Extensions.Primitives;

namespace GbGateway.Proxy;

/// <summary>
/// Tells whose request it is. A header that something trusted in front of the gateway sets wins; else the API key tells, as a keyed hash
/// that nobody without the secret can turn back or forge.
/// </summary>
/// <param name="tenantHeader">The header that names the tenant, or null.</param>
/// <param name="userHeader">The header that names the tenant's user, or null.</param>
/// <param name="secret">The key of the hashes; null where <see cref="UseSecret"/> will say it.</param>
public sealed class TenantReader(string? tenantHeader, string? userHeader, byte[]? secret)
{
    private byte[] _secret = secret ?? [];

    /// <summary>Whether the secret is known.</summary>
    public bool HasSecret => _secret.Length > 0;

    /// <summary>Sets the secret, before the first request.</summary>
    public void UseSecret(byte[] value) => _secret = value;

    private const int HashBytes = 8;
    private const int LongestText = 8 << 10;

    // Where the APIs' clients put their key, beside the bearer token.
    private static readonly string[] KeyHeaders = ["x-api-key", "api-key", "x-goog-api-key"];

    /// <summary>Reads it.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="query">Its query, where Google's clients put their key.</param>
    /// <param name="tenant">The tenant, if one could be told.</param>
    /// <returns>False if the tenant's header is there and no name, or is there twice: a client that adds one of its own must not choose its tenant.</returns>
    public bool TryRead(IHeaderDictionary headers, IQueryCollection query, [NotNullWhen(true)] out Tenant? tenant)
    {
        var user = userHeader is not null && headers.TryGetValue(userHeader, out var users) && users is [{ Length: > 0 } one] ? NameUser(one) : null;
        if (tenantHeader is not null && headers.TryGetValue(tenantHeader, out var names) && names.Count > 0)
        {
            tenant = names is [{ } name] && Tenant.IsName(name) && !name.StartsWith(Tenant.KeyPrefix, StringComparison.OrdinalIgnoreCase) ? new Tenant(name, user) : null;
            return tenant is not null;
        }
        var key = FindKey(headers, query);
        tenant = !key.IsEmpty ? new Tenant(Hash(Tenant.KeyPrefix, key), user) : user is null ? Tenant.None : new Tenant("", user);
        return true;
    }

    /// <summary>The keyed hash that stands for a user the request names.</summary>
    public string NameUser(ReadOnlySpan<char> user) => Hash("user-", user);

    private static ReadOnlySpan<char> FindKey(IHeaderDictionary headers, IQueryCollection query)
    {
        if (headers.Authorization is [{ } authorization] && authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            var token = authorization.AsSpan("Bearer ".Length).Trim();
            if (!IsSignedToken(token))
            {
                return token;
            }
        }
        foreach (var name in KeyHeaders)
        {
            if (headers.TryGetValue(name, out StringValues values) && values is [{ } value])
            {
                return value.AsSpan().Trim();
            }
        }
        return query.TryGetValue("key", out var keys) && keys is [{ } one] ? one.AsSpan().Trim() : default;
    }

    // A JSON Web Token is another one every hour: it tells nothing that lasts.
    private static bool IsSignedToken(ReadOnlySpan<char> token) => token.StartsWith("eyJ", StringComparison.Ordinal) && token.Count('.') >= 2;

    private string Hash(string prefix, ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, LongestText)];
        Span<byte> bytes = text.Length <= 256 ? stackalloc byte[3 * 256] : new byte[3 * text.Length];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var length = Encoding.UTF8.GetBytes(text, bytes);
        HMACSHA256.HashData(_secret, bytes[..length], hash);
        CryptographicOperations.ZeroMemory(bytes[..length]);
        return prefix + Convert.ToHexStringLower(hash[..HashBytes]);
    }
}
