using GbGateway.Content.Profiles;
using GbGateway.Labels;

namespace GbGateway.Content;

/// <summary>One request and its response, as far as labels go: what was decided before the body, and what was done to it.</summary>
public sealed class Exchange(ContentPolicy policy, AigcMetadata metadata)
{
    private readonly List<LabelEvent> _labels = [];
    private LabelOrder? _order;

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

    /// <summary>Whether any generated content was met.</summary>
    public bool HasContent => _labels.Count > 0;

    /// <summary>Notes a piece of content.</summary>
    public void Note(LabelEvent label) => _labels.Add(label);

    /// <summary>The order for this exchange's media files.</summary>
    public LabelOrder MediaOrder => _order ??= new LabelOrder
    {
        Metadata = Metadata,
        Wording = Policy.PictureWording,
        Position = Policy.PicturePosition,
        ContentCredentials = Policy.ContentCredentials,
        Limits = Policy.MediaLimits,
    };
}
