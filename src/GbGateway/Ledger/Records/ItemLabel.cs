namespace GbGateway.Ledger.Records;

/// <summary>One label of an item and what came of it.</summary>
/// <param name="Form"><c>explicit</c>, <c>implicit</c> or <c>watermark</c>.</param>
/// <param name="Outcome">What was done: <c>labelled</c>, <c>kept</c>, <c>granted</c> or the reason it was refused.</param>
/// <param name="Wording">The explicit label's wording as shown; empty for other forms.</param>
/// <param name="Place">Where it stands, such as <c>end</c>, <c>TopLeft</c> or <c>XMP</c>.</param>
public sealed record ItemLabel(string Form, string Outcome, string Wording = "", string Place = "");
