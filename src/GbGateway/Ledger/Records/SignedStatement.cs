using System.Buffers;
using GbGateway.Ledger.Signing;

namespace GbGateway.Ledger.Records;

/// <summary>What a key of this gateway states about its ledger: the body of an entry that is signed by itself.</summary>
public abstract record SignedStatement
{
    /// <summary>Tag of <see cref="KeyID"/> in every statement; fields of one's own stand below it.</summary>
    private protected const byte KeyTag = 8;

    /// <summary>Tag of <see cref="Signature"/> in every statement.</summary>
    private protected const byte SignatureTag = 9;

    /// <summary>The chain's name.</summary>
    public required string Chain { get; init; }

    /// <summary>Name of the key that signed.</summary>
    public string KeyID { get; init; } = "";

    /// <summary>The signature over everything else.</summary>
    public ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>Whether a key of <paramref name="keys"/> signed it.</summary>
    public bool IsSignedBy(KeyRing keys) => keys.Find(KeyID)?.Verify((this with { Signature = default }).Encode(), Signature.Span) == true;

    internal byte[] Encode()
    {
        var output = new ArrayBufferWriter<byte>(256);
        var fields = new CanonicalWriter(output);
        fields.Field(1, Chain);
        WriteFacts(fields);
        fields.Field(KeyTag, KeyID);
        fields.Field(SignatureTag, Signature.Span);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes what is stated: the fields of tags 2 to 7, in ascending order.</summary>
    private protected abstract void WriteFacts(CanonicalWriter fields);

    /// <summary>This statement with a signature.</summary>
    private protected SignedStatement SignedBy(SigningKey key)
    {
        var unsigned = this with { KeyID = key.PublicKey.KeyID, Signature = default };
        return unsigned with { Signature = key.Sign(unsigned.Encode()) };
    }
}
