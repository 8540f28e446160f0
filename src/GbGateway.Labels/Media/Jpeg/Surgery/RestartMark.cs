namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>A restart marker to be written among the new bits.</summary>
/// <param name="Before">Bytes of the new bits before it.</param>
/// <param name="Number">0 to 7.</param>
internal readonly record struct RestartMark(int Before, byte Number);
