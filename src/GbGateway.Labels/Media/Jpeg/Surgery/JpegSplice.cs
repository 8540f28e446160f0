namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>A change to the bytes before the first scan: whole segments go out, whole segments come in.</summary>
/// <param name="Offset">Where in the file, at a segment boundary.</param>
/// <param name="Removed">Bytes of the file left out from there, whole segments other than tables, frame and scan headers; 0 for none.</param>
/// <param name="Inserted">Bytes put in their place, whole segments; empty for none.</param>
public readonly record struct JpegSplice(int Offset, int Removed, ReadOnlyMemory<byte> Inserted);
