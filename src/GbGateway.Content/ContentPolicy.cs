using GbGateway.Content.Filtering;
using GbGateway.Labels;
using GbGateway.Labels.Text;
using GbGateway.Labels.Watermark;

namespace GbGateway.Content;

/// <summary>How the content of one route is labelled. Immutable, compiled from the configuration.</summary>
public sealed record ContentPolicy
{
    /// <summary>The explicit label of texts.</summary>
    public required ExplicitTextLabel TextLabel { get; init; }

    /// <summary>Whether the implicit label of a text also goes into the body as the JSON member <c>AIGC</c>.</summary>
    public bool AigcMember { get; init; } = true;

    /// <summary>The explicit label of pictures, or null under a grant (<c>MEA-9</c>).</summary>
    public string? PictureWording { get; init; } = "AI生成";

    /// <summary>The corner of a picture's explicit label.</summary>
    public LabelPosition PicturePosition { get; init; } = LabelPosition.TopLeft;

    /// <summary>The watermark of pictures, its content id yet to be set; null for none.</summary>
    public WatermarkOrder? Watermark { get; init; }

    /// <summary>What happens to C2PA manifests.</summary>
    public ContentCredentials ContentCredentials { get; init; } = ContentCredentials.Drop;

    /// <summary>What happens to answers that hold a link to a picture instead of the picture.</summary>
    public Foreign MediaLinks { get; init; } = Foreign.Refuse;

    /// <summary>What happens to sound and video.</summary>
    public Foreign SoundAndVideo { get; init; } = Foreign.Refuse;

    /// <summary>What happens to answers of APIs this gateway doesn't know, whose bytes show no content it could label.</summary>
    public Foreign UnknownApis { get; init; } = Foreign.Pass;

    /// <summary>The keywords looked for in texts, their actions compiled in; null where the route filters nothing.</summary>
    public KeywordSet? Keywords { get; init; }

    /// <summary>How hits are changed.</summary>
    public TextFilterOptions FilterOptions { get; init; } = new();

    /// <summary>What stands in place of a blocked text.</summary>
    public RefusalWording Refusal { get; init; } = RefusalWording.Default;

    /// <summary>Whether what users write is looked at before the upstream is asked. A hit that blocks refuses the request; requests are never changed.</summary>
    public bool FilterPrompts { get; init; } = true;

    /// <summary>Whether texts may be held back and changed: some keyword does more than observe.</summary>
    public bool ChangesTexts => Keywords is { OnlyObserves: false };

    /// <summary>Caps on bodies.</summary>
    public BodyLimits Limits { get; init; } = BodyLimits.Default;

    /// <summary>Caps on media files.</summary>
    public MediaLimits MediaLimits { get; init; } = MediaLimits.Default;
}
