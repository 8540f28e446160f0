namespace GbGateway.Labels.Media;

/// <summary>What a walk over a picture's container found, nothing decoded.</summary>
internal sealed class PictureSurvey
{
    /// <summary>Most labels listed of one file; a hostile file could hold millions.</summary>
    public const int MaxLabels = 64;

    public required MediaFacts Facts { get; init; }

    public List<FoundLabel> Labels { get; } = [];

    public bool HasContentCredentials { get; set; }

    /// <summary>Why no explicit label can be drawn on it, or null.</summary>
    public string? Unstampable { get; set; }

    /// <summary>The label that was there before, for the ledger: the first that can be read.</summary>
    public AigcMetadata? UpstreamLabel => Labels.Find(static label => label.Metadata is not null)?.Metadata;
}
