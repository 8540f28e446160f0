namespace GbGateway.Labels.Verification.Containers;

/// <summary>One <c>/AIGC</c> of a PDF.</summary>
/// <param name="Number">The number of the object it stands in.</param>
/// <param name="Place">Where that is.</param>
/// <param name="Value">Its value, if it stands there.</param>
/// <param name="Reference">The number of the object that holds its value, or empty.</param>
internal readonly record struct PdfLabel(string Number, string Place, string Value, string Reference);
