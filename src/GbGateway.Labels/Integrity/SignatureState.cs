namespace GbGateway.Labels.Integrity;

/// <summary>What the integrity protection of a label says (PG-202511A, <c>GB-E-f</c>).</summary>
public enum SignatureState
{
    /// <summary>The field is empty: no integrity protection.</summary>
    None,

    /// <summary>The field holds something else: a UUID, base64, an opaque code. The standard leaves that free.</summary>
    Opaque,

    /// <summary>The signature is right and its key is one of the pinned: the label is whole and comes from that key's owner.</summary>
    ValidPinned,

    /// <summary>The signature is right by the key in the label itself: the label is whole; who signed it is not proven.</summary>
    ValidSelfSigned,

    /// <summary>The signature does not match the label: changed after signing, or signed in a way not known here.</summary>
    Invalid,

    /// <summary>A signature without a key, or with an algorithm or key that can't be read here.</summary>
    Unverifiable,
}
