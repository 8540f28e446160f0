namespace GbGateway.Content.Bodies.Multipart;

/// <summary>Where one part stands in a multipart body.</summary>
/// <param name="Head">Its first header line.</param>
/// <param name="Body">Its content, behind the empty line.</param>
/// <param name="End">Behind its content.</param>
/// <param name="ContentType">Its media type as written, or null.</param>
internal readonly record struct MultipartPart(int Head, int Body, int End, string? ContentType);
