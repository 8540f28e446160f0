namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Decides on a file from <paramref name="head"/>, its bytes up to and with the first scan header; null to leave the file alone.</summary>
public delegate JpegStampPlan? JpegStampPlanner(ReadOnlySpan<byte> head);
