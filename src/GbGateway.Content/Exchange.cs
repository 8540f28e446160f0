using System.Buffers;
using GbGateway.Content.Filtering;
using GbGateway.Content.Links;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Text;
using GbGateway.Labels.Watermark;

namespace GbGateway.Content;

/// <summary>One request and its response, as far as labels go: what was decided before the body, and what was done to it.</summary>
public sealed class Exchange(ContentPolicy policy, AigcMetadata metadata)
{
    /// <summary>More rules than a person reads; what an exchange keeps of its findings stays bounded.</summary>
    private const int MaxFindings = 256;

    private readonly List<LabelEvent> _labels = new(1); // most answers are one piece of content
    private readonly List<FilterEvent> _findings = [];
    private LabelOrder? _order;
    private AigcMetadata? _metadata;
    private AigcMetadata? _own;

    /// <summary>The route's policy.</summary>
    public ContentPolicy Policy { get; } = policy;

    /// <summary>The implicit label of this exchange's content: signed when first asked for, or a propagator's once an upstream's label was adopted.</summary>
    public AigcMetadata Metadata => _metadata ??= Own;

    /// <summary>The number this gateway gave: its ProduceID, or its PropagateID where the producer's stays.</summary>
    public string Number => metadata.ProduceID;

    /// <summary>Whether the implicit label is the upstream's, with our propagation elements.</summary>
    public bool IsPropagated { get; private set; }

    /// <summary>Notes a label the upstream had put on its answer. A propagator keeps its producer's elements (<c>MEA-6</c>); the first counts.</summary>
    public void Adopt(AigcMetadata? upstream)
    {
        UpstreamLabel ??= upstream;
        if (Policy.Role == LabelRole.Propagator && !IsPropagated && upstream is { IsPropagable: true })
        {
            _metadata = upstream.PropagatedBy(Policy.Propagator.Length > 0 ? Policy.Propagator : metadata.ContentProducer, metadata.ProduceID);
            IsPropagated = true;
        }
    }

    private AigcMetadata Own => _own ??= Policy.Signer?.Sign(metadata) ?? metadata;

    /// <summary>Whose request it is.</summary>
    public Tenant Tenant { get; init; } = Tenant.None;

    /// <summary>The tenant's user, as a keyed hash: the one the trusted header names, else the one the request does; null where neither does.</summary>
    public string? User => Tenant.User ?? Facts.User;

    /// <summary>Whether the request is for a file that a user gave, or for a mask: no generated content, if the policy trusts it.</summary>
    public bool IsForUserFile { get; init; }

    /// <summary>Whether the answer passes for that.</summary>
    public bool PassesUserFile => IsForUserFile && !Policy.LabelsUserFiles;

    /// <summary>Makes links on the gateway; null where the policy rewrites none.</summary>
    public LinkIssuer? Links { get; init; }

    /// <summary>The API, told by the path, or by the response's shape once it was seen; null while unknown.</summary>
    public ApiProfile? Profile { get; set; }

    /// <summary>What the request said about its answer.</summary>
    public RequestFacts Facts { get; set; } = RequestFacts.Unknown;

    /// <summary>What was labelled, in order.</summary>
    public IReadOnlyList<LabelEvent> Labels => _labels;

    /// <summary>Where this exchange's text label stands: the policy's choice, unless the request says it would break the answer; null under a grant.</summary>
    public TextLabelPlacement? TextPlacement
    {
        get
        {
            var wanted = Policy.TextLabel.Placement;
            return !Policy.LabelsTexts ? null
                : !Facts.AllowsInlineLabel ? TextLabelPlacement.OutOfBand
                : Facts.Logprobs && wanted is TextLabelPlacement.Start or TextLabelPlacement.Both ? TextLabelPlacement.End
                : wanted;
        }
    }

    /// <summary>Writes the implicit label as a JSON member, <c>"AIGC":{…}</c>, and beside it the wording where the text label is out of band.</summary>
    public void WriteAigcMember(IBufferWriter<byte> output)
    {
        output.Write("\"AIGC\":"u8);
        WriteAigcValue(output);
    }

    /// <summary>Writes what stands behind the member's name.</summary>
    public void WriteAigcValue(IBufferWriter<byte> output)
    {
        Metadata.WriteInner(output);
        if (TextPlacement == TextLabelPlacement.OutOfBand)
        {
            output.Write(",\"AIGCExplicitLabel\":\""u8);
            output.Write(Policy.TextLabel.Json.Span);
            output.Write("\""u8);
        }
    }

    /// <summary>Whether the pictures inside of a body are digested for a ledger: two megabytes take a millisecond.</summary>
    public bool DigestsPictures { get; set; }

    /// <summary>Whether any generated content was met.</summary>
    public bool HasContent => _labels.Count > 0;

    /// <summary>The first label the upstream had put on its content, or null.</summary>
    public AigcMetadata? UpstreamLabel { get; private set; }

    /// <summary>Notes a piece of content.</summary>
    public void Note(LabelEvent label)
    {
        UpstreamLabel ??= label.Receipt?.UpstreamLabel;
        _labels.Add(label);
    }

    /// <summary>Puts what is known of a piece of content by now in the place of what was noted when its first bytes left.</summary>
    /// <param name="index">Its index among <see cref="Labels"/>.</param>
    /// <param name="label">What is known.</param>
    public void Amend(int index, LabelEvent label)
    {
        UpstreamLabel ??= label.Receipt?.UpstreamLabel;
        _labels[index] = label;
    }

    /// <summary>The keyword rules that were hit, each once a direction, the first 256.</summary>
    public IReadOnlyList<FilterEvent> Findings => _findings;

    /// <summary>What is looked for in texts that go one way; null where nothing is.</summary>
    public KeywordSet? KeywordsFor(FilterDirection direction) => direction == FilterDirection.Prompt ? Policy.PromptKeywords : Policy.Keywords;

    /// <summary>Whether texts that go one way may be held back and changed, or refused: some keyword does more than observe.</summary>
    public bool ChangesTexts(FilterDirection direction) => KeywordsFor(direction) is { OnlyObserves: false };

    /// <summary>Where a keyword blocked, or null.</summary>
    public FilterDirection? BlockedIn { get; private set; }

    /// <summary>Notes what was found in a text.</summary>
    /// <param name="direction">Which way the text goes.</param>
    /// <param name="verdict">The findings.</param>
    /// <param name="blocked">Whether the text ended before a hit.</param>
    public void Note(FilterDirection direction, FilterVerdict verdict, bool blocked)
    {
        BlockedIn ??= blocked ? direction : null;
        foreach (var finding in verdict.Findings)
        {
            if (_findings.Count < MaxFindings && !_findings.Exists(known => known.Direction == direction && known.Finding.RuleId == finding.RuleId))
            {
                _findings.Add(new FilterEvent(direction, finding));
            }
        }
    }

    /// <summary>Whether what the user says in this request, not before in the conversation, holds a hit that blocks.</summary>
    public bool PromptOffends { get; set; }

    /// <summary>The tenant's user as the request's body names him; null where it doesn't. Never logged: it may be a person's address.</summary>
    public string? NamedUser { get; set; }

    /// <summary>The order for this exchange's media files.</summary>
    public LabelOrder MediaOrder => _order ??= new LabelOrder
    {
        Metadata = Own,
        Role = Policy.Role,
        Propagator = Policy.Propagator,
        Wording = Policy.PictureWording,
        Font = Policy.PictureFont,
        Position = Policy.PicturePosition,
        ContentCredentials = Policy.ContentCredentials,
        Limits = Policy.MediaLimits,
        // The ledger finds the ProduceID by it.
        Watermark = Policy.Watermark is { } mark ? mark with { ContentId = WatermarkPayload.ContentIdOf(metadata.ProduceID) } : null,
    };
}
