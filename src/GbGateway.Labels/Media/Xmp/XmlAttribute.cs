namespace GbGateway.Labels.Media.Xmp;

/// <summary>One attribute of a tag, by its place in the bytes; <paramref name="Start"/> takes in the white space before it.</summary>
internal readonly record struct XmlAttribute(int Start, int End, int NameStart, int NameEnd, int ValueStart, int ValueEnd);
