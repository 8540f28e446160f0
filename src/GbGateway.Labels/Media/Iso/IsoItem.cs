namespace GbGateway.Labels.Media.Iso;

/// <summary>An item of a HEIF file (ISO/IEC 23008-12): a picture or what is said of one.</summary>
/// <param name="ID">Its number.</param>
/// <param name="Type">Its type: <c>av01</c>, <c>Exif</c>, <c>mime</c>.</param>
/// <param name="ContentType">Of a <c>mime</c> item, its media type.</param>
internal sealed record IsoItem(uint ID, string Type, string ContentType)
{
    /// <summary>Where its bytes count from: 0 the file, 1 the <c>idat</c> box, 2 another item.</summary>
    public int Method { get; set; }

    /// <summary>Not 0 if its bytes are in another file.</summary>
    public int DataReference { get; set; }

    /// <summary>The pieces of its bytes; of method 2 with an index each.</summary>
    public List<(long Offset, long Length, uint Index)> Extents { get; } = [];

    public bool IsXmp => Type == "mime" && ContentType == "application/rdf+xml";
}
