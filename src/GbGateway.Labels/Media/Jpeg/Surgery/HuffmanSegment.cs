namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>A DHT segment of the file.</summary>
/// <param name="Start">Offset of its marker.</param>
/// <param name="End">Offset behind it.</param>
/// <param name="FirstTable">The first of its tables, among those of the file.</param>
/// <param name="Tables">How many it has.</param>
internal readonly record struct HuffmanSegment(int Start, int End, int FirstTable, int Tables);
