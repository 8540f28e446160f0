using GbGateway.Labels;

namespace GbGateway.Content;

/// <summary>One piece of content dealt with in an exchange, for metrics and the ledger: facts, never content.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Inline">Whether the explicit label stands in the content; else it goes out of band.</param>
/// <param name="Receipt">What was done, for media; null for text.</param>
public readonly record struct LabelEvent(ContentKind Kind, bool Inline, LabelReceipt? Receipt = null);
