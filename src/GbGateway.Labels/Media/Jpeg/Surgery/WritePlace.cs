namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>A place from which the writing of a scan can be resumed.</summary>
/// <param name="Unit">The next unit.</param>
/// <param name="Restarts">Restart markers before it.</param>
/// <param name="Sink">Where the sink stood.</param>
/// <param name="Marks">Restart markers among the new bits.</param>
/// <param name="Predicted">DC values before it.</param>
internal readonly record struct WritePlace(
    int Unit, int Restarts, (int Length, ulong Window, int Held) Sink, int Marks, JpegScan.Slots<int> Predicted);
