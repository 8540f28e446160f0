namespace GbGateway.Labels.Media.Xmp;

/// <summary>One tag of an XML text, by its place in the bytes.</summary>
internal readonly record struct XmlTag(XmlTagKind Kind, int Start, int End, int NameStart, int NameEnd)
{
    /// <summary>The tag's name after its prefix.</summary>
    public ReadOnlySpan<byte> LocalName(ReadOnlySpan<byte> xml) => XmlScanner.LocalPart(xml[NameStart..NameEnd]);
}
