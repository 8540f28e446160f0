using GbGateway.Content.Filtering;
using GbGateway.Labels;
using GbGateway.Labels.Integrity;
using GbGateway.Labels.Text;

namespace GbGateway.Content;

/// <summary>How the content of one route is labelled. Immutable, compiled from the configuration.</summary>
public sealed record ContentPolicy
{
    /// <summary>The explicit label of texts.</summary>
    public required ExplicitTextLabel TextLabel { get; init; }

    /// <summary>What the operator is to this route's content.</summary>
    public LabelRole Role { get; init; } = LabelRole.Producer;

    /// <summary>The propagator's name or code; empty if it is the producer's.</summary>
    public string Propagator { get; init; } = "";

    /// <summary>Signs implicit labels (<c>PG-202511A</c>), or null.</summary>
    public LabelSigner? Signer { get; init; }

    /// <summary>Whether the implicit label of a text also goes into the body as the JSON member <c>AIGC</c>.</summary>
    public bool AigcMember { get; init; } = true;

    /// <summary>The explicit label of pictures, or null under a grant (<c>MEA-9</c>).</summary>
    public string? PictureWording { get; init; } = "AI生成";

    /// <summary>The corner of a picture's explicit label.</summary>
    public LabelPosition PicturePosition { get; init; } = LabelPosition.TopLeft;

    /// <summary>What happens to C2PA manifests.</summary>
    public ContentCredentials ContentCredentials { get; init; } = ContentCredentials.Drop;

    /// <summary>What happens to answers that hold a link to a picture instead of the picture.</summary>
    public Foreign MediaLinks { get; init; } = Foreign.Refuse;

    /// <summary>What happens to sound and video.</summary>
    public Foreign SoundAndVideo { get; init; } = Foreign.Refuse;

    /// <summary>What happens to answers of APIs this gateway doesn't know, whose bytes show no content it could label.</summary>
    public Foreign UnknownApis { get; init; } = Foreign.Pass;

    /// <summary>The keywords looked for in answers, their actions compiled in; null where the route filters none.</summary>
    public KeywordSet? Keywords { get; init; }

    /// <summary>The keywords looked for in what users write, with the actions of that direction; null where nothing is.</summary>
    public KeywordSet? PromptKeywords { get; init; }

    /// <summary>What is filtered beside the text of an answer.</summary>
    public SideTexts FilteredSides { get; init; } = SideTexts.All;

    /// <summary>How hits are changed.</summary>
    public TextFilterOptions FilterOptions { get; init; } = new();

    /// <summary>What stands in place of a blocked text.</summary>
    public RefusalWording Refusal { get; init; } = RefusalWording.Default;

    /// <summary>Caps on bodies.</summary>
    public BodyLimits Limits { get; init; } = BodyLimits.Default;

    /// <summary>Caps on media files.</summary>
    public MediaLimits MediaLimits { get; init; } = MediaLimits.Default;
}
