namespace GbGateway.Labels.Media.Gif;

/// <summary>The blocks of a GIF that this product tells apart.</summary>
internal enum GifBlockKind
{
    Image,

    /// <summary>Delay, disposal and transparent colour of the next image.</summary>
    GraphicControl,

    PlainText,

    Comment,

    /// <summary>XMP (<c>XMP DataXMP</c>): the packet stands there raw, before a trailer that makes it look like sub-blocks.</summary>
    Xmp,

    /// <summary>How often an animation runs.</summary>
    Loop,

    /// <summary>C2PA's manifest store (<c>C2PA_GIF</c>).</summary>
    Manifest,

    OtherApplication,

    OtherExtension,
}
