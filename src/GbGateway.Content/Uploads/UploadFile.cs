namespace GbGateway.Content.Uploads;

/// <summary>One file of a request, for headers and the ledger: facts, never content.</summary>
/// <param name="Index">Its position among the request's files, from 0.</param>
/// <param name="Format">The format its bytes have.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="PropagateID">The propagation number given to it; empty if nothing speaks for generation.</param>
/// <param name="Tag">Whether the label was written: <c>written</c>, <c>off</c>, <c>unneeded</c> or why it could not be.</param>
public sealed record UploadFile(int Index, string Format, UploadDecision Decision, string PropagateID, string Tag);
