namespace GbGateway.Content.Filtering;

/// <summary>How far a window is settled.</summary>
/// <param name="Live">Bytes before this offset can't become part of a hit any more; the rest has to stay in the window.</param>
/// <param name="LiveActing">The same for the rules that change the text: what lies before may be sent.</param>
public readonly record struct ScanResult(int Live, int LiveActing);
