namespace GbGateway.Labels.Explicit;

/// <summary>One point of a glyph's contour in font units, y upwards.</summary>
internal readonly record struct OutlinePoint(float X, float Y, bool OnCurve, bool EndsContour);
