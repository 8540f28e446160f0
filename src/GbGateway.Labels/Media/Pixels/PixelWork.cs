using GbGateway.Labels.Explicit;
using GbGateway.Labels.Watermark;

namespace GbGateway.Labels.Media.Pixels;

/// <summary>What is to be done to decoded pixels.</summary>
/// <param name="Facts">What the header says.</param>
/// <param name="Stamp">The explicit label, or null for none.</param>
/// <param name="Mark">The watermark, or null for none; it goes under the label.</param>
public readonly record struct PixelWork(MediaFacts Facts, PlacedStamp? Stamp, WatermarkOrder? Mark);
