using GbGateway.Labels;

namespace GbGateway.Content;

/// <summary>One piece of content dealt with in an exchange, for metrics and the ledger: facts, never content.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Inline">Whether the explicit label stands in the content; else it goes out of band.</param>
/// <param name="Receipt">What was done, for media; null for text.</param>
public readonly record struct LabelEvent(ContentKind Kind, bool Inline, LabelReceipt? Receipt = null)
{
    /// <summary>SHA-256 of a picture that is a part of a body, as it was sent; empty where the body as a whole is the content.</summary>
    public ReadOnlyMemory<byte> ContentHash { get; init; }

    /// <summary>Bytes of that picture.</summary>
    public long Length { get; init; }
}
