namespace GbGateway.Labels;

/// <summary>The corner of a picture, as shown (EXIF orientation applied), where its explicit label stands (<c>GB-5.2-b</c>).</summary>
public enum LabelPosition
{
    /// <summary>Top left, the default: the cheapest corner for the surgical writers.</summary>
    TopLeft,

    /// <summary>Top right.</summary>
    TopRight,

    /// <summary>Bottom left.</summary>
    BottomLeft,

    /// <summary>Bottom right.</summary>
    BottomRight,
}
