namespace GbGateway.Content.Filtering;

/// <summary>Where a scan of a window stopped.</summary>
/// <param name="Live">First byte of the longest tail that may still become a hit; the window's length if there's none.</param>
/// <param name="AfterWord">Whether a word runs up to <paramref name="Live"/>.</param>
/// <param name="Read">Bytes of the window read: all but a character cut at the end.</param>
internal readonly record struct ScanEnd(int Live, bool AfterWord, int Read);
