namespace GbGateway.Labels.Media.Xmp;

/// <summary>What a tag does.</summary>
internal enum XmlTagKind
{
    /// <summary>Opens an element.</summary>
    Open,

    /// <summary>Closes an element.</summary>
    Close,

    /// <summary>Is an element without content.</summary>
    Empty,
}
