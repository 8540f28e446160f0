namespace GbGateway.Labels.Media.Exif;

/// <summary>One entry of an EXIF directory, by its place in the TIFF structure.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Entry">Where its 12 bytes start.</param>
/// <param name="Directory">Where its directory starts.</param>
/// <param name="Value">Where its value starts.</param>
/// <param name="Length">Bytes of the value.</param>
internal readonly record struct ExifField(int Tag, int Entry, int Directory, int Value, int Length);
