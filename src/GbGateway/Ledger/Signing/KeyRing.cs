using System.Collections.Frozen;

namespace GbGateway.Ledger.Signing;

/// <summary>The public keys that are trusted, by name: the present one and those before it, so that keys can be rotated.</summary>
public sealed class KeyRing(IEnumerable<VerifyingKey> keys)
{
    private readonly FrozenDictionary<string, VerifyingKey> _keys = keys.DistinctBy(static key => key.KeyID).ToFrozenDictionary(static key => key.KeyID);

    /// <summary>How many keys are trusted.</summary>
    public int Count => _keys.Count;

    /// <summary>The key named <paramref name="keyID"/>, or null if it is not trusted.</summary>
    public VerifyingKey? Find(string keyID) => _keys.GetValueOrDefault(keyID);
}
