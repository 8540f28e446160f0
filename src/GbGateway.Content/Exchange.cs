using System.Buffers;
using GbGateway.Content.Filtering;
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

    private readonly List<LabelEvent> _labels = [];
    private readonly List<FilterEvent> _findings = [];
    private LabelOrder? _order;
    private byte[]? _member;

    /// <summary>The route's policy.</summary>
    public ContentPolicy Policy { get; } = policy;

    /// <summary>The implicit label of this exchange's content.</summary>
    public AigcMetadata Metadata { get; } = metadata;

    /// <summary>The API, told by the path, or by the response's shape once it was seen; null while unknown.</summary>
    public ApiProfile? Profile { get; set; }

    /// <summary>What the request said about its answer.</summary>
    public RequestFacts Facts { get; set; } = RequestFacts.Unknown;

    /// <summary>What was labelled, in order.</summary>
    public IReadOnlyList<LabelEvent> Labels => _labels;

    /// <summary>Where this exchange's text label stands: the policy's choice, unless the request says it would break the answer.</summary>
    public TextLabelPlacement TextPlacement
    {
        get
        {
            var wanted = Policy.TextLabel.Placement;
            return !Facts.AllowsInlineLabel ? TextLabelPlacement.OutOfBand
                : Facts.Logprobs && wanted is TextLabelPlacement.Start or TextLabelPlacement.Both ? TextLabelPlacement.End
                : wanted;
        }
    }

    /// <summary>The implicit label as a JSON member, <c>"AIGC":{…}</c>, and beside it the wording where the text label is out of band.</summary>
    public ReadOnlyMemory<byte> AigcMember => _member ??= WriteMember();

    /// <summary>Whether any generated content was met.</summary>
    public bool HasContent => _labels.Count > 0;

    /// <summary>Notes a piece of content.</summary>
    public void Note(LabelEvent label) => _labels.Add(label);

    /// <summary>The keyword rules that were hit, each once a direction, the first 256.</summary>
    public IReadOnlyList<FilterEvent> Findings => _findings;

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

    /// <summary>The order for this exchange's media files.</summary>
    public LabelOrder MediaOrder => _order ??= new LabelOrder
    {
        Metadata = Metadata,
        Wording = Policy.PictureWording,
        Position = Policy.PicturePosition,
        ContentCredentials = Policy.ContentCredentials,
        Limits = Policy.MediaLimits,
        // The ledger finds the ProduceID by it.
        Watermark = Policy.Watermark is { } mark ? mark with { ContentId = WatermarkPayload.ContentIdOf(Metadata.ProduceID) } : null,
    };

    private byte[] WriteMember()
    {
        var buffer = new ArrayBufferWriter<byte>(384);
        buffer.Write("\"AIGC\":"u8);
        Metadata.WriteInner(buffer);
        if (TextPlacement == TextLabelPlacement.OutOfBand)
        {
            buffer.Write(",\"AIGCExplicitLabel\":\""u8);
            buffer.Write(Policy.TextLabel.Json.Span);
            buffer.Write("\""u8);
        }
        return buffer.WrittenSpan.ToArray();
    }
}
