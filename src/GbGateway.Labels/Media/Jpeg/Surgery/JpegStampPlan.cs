using GbGateway.Labels.Explicit;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>What is to be done to a JPEG file, decided from the bytes before its first scan.</summary>
/// <param name="Stamp">The label, turned as the picture is stored.</param>
/// <param name="X">Column of its left edge, in stored pixels.</param>
/// <param name="Y">Row of its upper edge, in stored pixels.</param>
/// <param name="Splices">Segments to take out and to put in before the first scan, by ascending offset; empty for none.</param>
public sealed record JpegStampPlan(Stamp Stamp, int X, int Y, ReadOnlyMemory<JpegSplice> Splices);
