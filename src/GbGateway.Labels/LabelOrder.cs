using GbGateway.Labels.Watermark;

namespace GbGateway.Labels;

/// <summary>What to write on one media file. Immutable; one is shared by all files of a route but for <see cref="Metadata"/>.</summary>
public sealed record LabelOrder
{
    /// <summary>The implicit label to write. Any AIGC label already in the file is replaced (<c>GB-6.1-c</c>).</summary>
    public required AigcMetadata Metadata { get; init; }

    /// <summary>The explicit label's wording, or null to write the implicit label only (an audited grant, <c>MEA-9</c>).</summary>
    public string? Wording { get; init; } = "AI生成";

    /// <summary>Where the explicit label stands.</summary>
    public LabelPosition Position { get; init; } = LabelPosition.TopLeft;

    /// <summary>The content label to hide in the picture (<c>GB-6.2</c>), or null for none. It comes beside the others, never in their place.</summary>
    public WatermarkOrder? Watermark { get; init; }

    /// <summary>What happens to a C2PA manifest.</summary>
    public ContentCredentials ContentCredentials { get; init; } = ContentCredentials.Drop;

    /// <summary>Caps checked from the header before any pixel is decoded.</summary>
    public MediaLimits Limits { get; init; } = MediaLimits.Default;
}
