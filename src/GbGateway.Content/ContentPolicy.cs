using GbGateway.Content.Filtering;
using GbGateway.Content.History;
using GbGateway.Content.Links;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Integrity;
using GbGateway.Labels.Text;
using GbGateway.Labels.Watermark;

namespace GbGateway.Content;

/// <summary>How the content of one route is labelled. Immutable, compiled from the configuration.</summary>
public sealed record ContentPolicy
{
    /// <summary>The explicit label of texts.</summary>
    public required ExplicitTextLabel TextLabel { get; init; }

    /// <summary>Whether texts get their explicit label: always, but for an exchange under a grant (<c>MEA-9</c>). No configuration sets it.</summary>
    public bool LabelsTexts { get; private init; } = true;

    /// <summary>This policy for an exchange under a grant (<c>MEA-9</c>): the explicit labels are left out, everything else stays.</summary>
    public ContentPolicy UnderGrant() => this with { LabelsTexts = false, PictureWording = null };

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

    /// <summary>The font of a picture's explicit label, or null for the embedded one.</summary>
    public LabelFont? PictureFont { get; init; }

    /// <summary>The corner of a picture's explicit label.</summary>
    public LabelPosition PicturePosition { get; init; } = LabelPosition.TopLeft;

    /// <summary>The watermark of pictures, its content id yet to be set; null for none.</summary>
    public WatermarkOrder? Watermark { get; init; }

    /// <summary>What happens to C2PA manifests.</summary>
    public ContentCredentials ContentCredentials { get; init; } = ContentCredentials.Drop;

    /// <summary>What happens to answers that hold a link to a picture instead of the picture.</summary>
    public MediaLinkPolicy MediaLinks { get; init; } = MediaLinkPolicy.Refuse;

    /// <summary>Hosts whose pictures, sound and video are labelled already, as the operator declares.</summary>
    public HostList LabelledHosts { get; init; } = HostList.None;

    /// <summary>Hosts whose pictures the gateway fetches and serves labelled.</summary>
    public HostList LinkHosts { get; init; } = HostList.None;

    /// <summary>The same, inside the operator's network: their addresses need not be public.</summary>
    public HostList InternalLinkHosts { get; init; } = HostList.None;

    /// <summary>What happens to sound and video.</summary>
    public Foreign SoundAndVideo { get; init; } = Foreign.Refuse;

    /// <summary>What happens to bodies in binary frames that nothing labels: gRPC.</summary>
    public Foreign BinaryStreams { get; init; } = Foreign.Refuse;

    /// <summary>What happens to archives, whose files nothing labels.</summary>
    public Foreign Archives { get; init; } = Foreign.Refuse;

    /// <summary>Whether files that users gave and masks are labelled as well, where the request says that it is for one.</summary>
    public bool LabelsUserFiles { get; init; }

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

    /// <summary>The APIs that answers are told by.</summary>
    public ProfileCatalog Profiles { get; init; } = ProfileCatalog.BuiltIn;

    /// <summary>The API that every answer of the route is of, whatever path and bytes say; null where they tell.</summary>
    public ApiProfile? PinnedProfile { get; init; }

    /// <summary>Whether the gateway may fetch what stands at <paramref name="uri"/>.</summary>
    public bool MayFetch(Uri uri) => LinkHosts.Contains(uri) || InternalLinkHosts.Contains(uri);

    /// <summary>Takes labels out of answers that clients send back; null where the route leaves them.</summary>
    public HistoryLabels? History { get; init; }

    /// <summary>Caps on bodies.</summary>
    public BodyLimits Limits { get; init; } = BodyLimits.Default;

    /// <summary>Caps on media files.</summary>
    public MediaLimits MediaLimits { get; init; } = MediaLimits.Default;
}
