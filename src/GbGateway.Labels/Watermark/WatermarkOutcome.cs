namespace GbGateway.Labels.Watermark;

/// <summary>How marking a picture ended.</summary>
public enum WatermarkOutcome
{
    /// <summary>The mark is in the picture.</summary>
    Marked,

    /// <summary>The picture is under <see cref="WatermarkEmbedder.MinSide"/> and was not touched.</summary>
    TooSmall,

    /// <summary>Hardly anything but exactly flat ground (under <see cref="WatermarkEmbedder.LeastTextured"/>), which is left as it is: the mark would show, or be lost.</summary>
    TooFlat,

    /// <summary>The JPEG's quantisation would swallow the mark, or a lossy encoder did: nothing was changed.</summary>
    TooCoarse,

    /// <summary>The pixels can't be marked in this format or kind of picture (HEIC, CMYK, palettes of an animation); labels are not touched by that.</summary>
    Unsupported,
}
