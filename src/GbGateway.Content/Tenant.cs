namespace GbGateway.Content;

/// <summary>
/// Whose request it is, as far as policies, the filter and the ledger tell customers apart: the name a trusted header gives, or a keyed
/// hash of the API key. Never the key itself. Immutable.
/// </summary>
/// <param name="Id">The name; empty where nothing tells.</param>
/// <param name="User">The tenant's own user, as a keyed hash; null where nothing tells.</param>
public sealed record Tenant(string Id, string? User = null)
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>What begins the names made from API keys.</summary>
    public const string KeyPrefix = "key-";

    /// <summary>A request that says nothing of whose it is.</summary>
    public static Tenant None { get; } = new("");

    /// <summary>Whether anything tells whose request it is.</summary>
    public bool IsKnown => Id.Length > 0;

    /// <summary>Whether <paramref name="id"/> is a name: 1 to 64 letters, digits, dots, hyphens and underscores.</summary>
    public static bool IsName(ReadOnlySpan<char> id)
    {
        foreach (var one in id)
        {
            if (!char.IsAsciiLetterOrDigit(one) && one is not ('.' or '-' or '_'))
            {
                return false;
            }
        }
        return id.Length is > 0 and <= MaxLength;
    }
}
