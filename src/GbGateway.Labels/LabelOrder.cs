using GbGateway.Labels.Explicit;
using GbGateway.Labels.Watermark;

namespace GbGateway.Labels;

/// <summary>What to write on one media file. Immutable; one is shared by all files of a route but for <see cref="Metadata"/>.</summary>
public sealed record LabelOrder
{
    /// <summary>The implicit label to write. Any AIGC label already in the file is replaced (<c>GB-6.1-c</c>).</summary>
    public required AigcMetadata Metadata { get; init; }

    /// <summary>Who orders: a propagator keeps the producer's elements of a label that is there.</summary>
    public LabelRole Role { get; init; } = LabelRole.Producer;

    /// <summary>The propagator's name or code; empty if it is the producer's of <see cref="Metadata"/>.</summary>
    public string Propagator { get; init; } = "";

    /// <summary>The order for a file with this label of its upstream: a propagator's holds the producer's elements, and names itself only as propagator.</summary>
    public LabelOrder For(AigcMetadata? upstream) => Role == LabelRole.Propagator && upstream is { IsPropagable: true }
        ? this with { Metadata = upstream.PropagatedBy(Propagator.Length > 0 ? Propagator : Metadata.ContentProducer, Metadata.ProduceID), Role = LabelRole.Producer, IsKept = true }
        : this;

    /// <summary>Whether <see cref="Metadata"/> holds elements of others, kept as they stand: the characters of <c>GB-E-j</c> are asked of our own only.</summary>
    public bool IsKept { get; init; }

    /// <summary>Whether the label may be written.</summary>
    public bool IsWritable => Metadata.IsWritable || (IsKept && AigcMetadata.IsWritableField(Metadata.ContentPropagator) && AigcMetadata.IsWritableField(Metadata.PropagateID));

    /// <summary>The explicit label's wording, or null to write the implicit label only (an audited grant, <c>MEA-9</c>).</summary>
    public string? Wording { get; init; } = "AI生成";

    /// <summary>The font it is drawn with, or null for the embedded one. One that lacks a character of the wording draws its own box for it.</summary>
    public LabelFont? Font { get; init; }

    /// <summary>Where the explicit label stands.</summary>
    public LabelPosition Position { get; init; } = LabelPosition.TopLeft;

    /// <summary>The content label to hide in the picture (<c>GB-6.2</c>), or null for none. It comes beside the others, never in their place.</summary>
    public WatermarkOrder? Watermark { get; init; }

    /// <summary>What happens to a C2PA manifest.</summary>
    public ContentCredentials ContentCredentials { get; init; } = ContentCredentials.Drop;

    /// <summary>Caps checked from the header before any pixel is decoded.</summary>
    public MediaLimits Limits { get; init; } = MediaLimits.Default;
}
