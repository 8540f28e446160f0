using System.Buffers;

namespace GbGateway.Ledger.Records;

/// <summary>One label of an item and what came of it.</summary>
/// <param name="Form"><c>explicit</c>, <c>implicit</c> or <c>watermark</c>.</param>
/// <param name="Outcome">What was done: <c>labelled</c>, <c>kept</c>, <c>granted</c> or the reason it was refused.</param>
/// <param name="Wording">The explicit label's wording as shown; empty for other forms.</param>
/// <param name="Place">Where it stands, such as <c>end</c>, <c>TopLeft</c> or <c>XMP</c>.</param>
public sealed record ItemLabel(string Form, string Outcome, string Wording = "", string Place = "")
{
    private byte[]? _encoded;

    /// <summary>The canonical bytes, made once: a policy's labels are those of every item.</summary>
    internal ReadOnlyMemory<byte> Encoded => _encoded ??= Encode();

    /// <summary>Two labels are one if they say the same.</summary>
    public bool Equals(ItemLabel? other) =>
        other is not null && (Form, Outcome, Wording, Place) == (other.Form, other.Outcome, other.Wording, other.Place);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Form, Outcome, Wording, Place);

    private byte[] Encode()
    {
        var output = new ArrayBufferWriter<byte>(64);
        var fields = new CanonicalWriter(output);
        fields.Field(1, Form);
        fields.Field(2, Outcome);
        fields.Field(3, Wording);
        fields.Field(4, Place);
        return output.WrittenSpan.ToArray();
    }
}
