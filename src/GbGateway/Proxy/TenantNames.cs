using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace GbGateway.Proxy;

/// <summary>Tells tenants apart: by a header that a trusted proxy in front sets, else by a keyed hash of the API key. The key itself is never kept.</summary>
/// <param name="header">The header, or null.</param>
public sealed class TenantNames(string? header)
{
    /// <summary>Longest name taken from the header, in characters; a longer one is hashed.</summary>
    public const int LongestName = 200;

    private const int HashedBytes = 16;

    private static readonly string[] KeyHeaders = ["Authorization", "x-api-key", "api-key", "x-goog-api-key"];

    private byte[] _key = [];

    /// <summary>Sets the secret that API keys are hashed with.</summary>
    public void SetKey(byte[] key) => _key = key;

    /// <summary>The tenant of a request, or empty where it says nothing of itself.</summary>
    public string Of(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (header is not null && headers.TryGetValue(header, out var named) && named.Count == 1 && named[0] is { Length: > 0 } name)
        {
            return name.Length <= LongestName && !name.AsSpan().ContainsAnyExceptInRange(' ', '~') ? name : Hash(name);
        }
        foreach (var one in KeyHeaders)
        {
            if (headers.TryGetValue(one, out var value) && value.Count == 1 && value[0] is { Length: > 0 } key)
            {
                return Hash(key);
            }
        }
        return context.Request.QueryString.HasValue && context.Request.Query.TryGetValue("key", out var query) && query.Count == 1 && query[0] is { Length: > 0 } inQuery ? Hash(inQuery) : "";
    }

    private string Hash(ReadOnlySpan<char> key)
    {
        if (key.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            key = key["Bearer ".Length..].Trim();
        }
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(key.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(key, bytes);
            Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(_key, bytes.AsSpan(0, length), hash);
            Span<char> text = stackalloc char[2 + 2 * HashedBytes];
            "k-".CopyTo(text);
            Convert.TryToHexStringLower(hash[..HashedBytes], text[2..], out _);
            return new string(text);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
