using GbGateway.Content;

namespace GbGateway.Policies;

/// <summary>Everything decided for one route. Immutable, compiled from the configuration, swapped whole.</summary>
public sealed record RoutePolicy
{
    /// <summary>The route's id, as in metrics.</summary>
    public required string Route { get; init; }

    /// <summary>How content is labelled.</summary>
    public required ContentPolicy Content { get; init; }

    /// <summary>The producer named in implicit labels (<c>GB-6.1-a</c>).</summary>
    public required string ContentProducer { get; init; }

    /// <summary>The propagator named in the labels of uploads (<c>MEA-6</c>).</summary>
    public required string ContentPropagator { get; init; }

    /// <summary>What is done about files in requests.</summary>
    public required UploadCheck Uploads { get; init; }

    /// <summary>The header, or form field, by which an uploader declares generated content.</summary>
    public required string UploadDeclaration { get; init; }

    /// <summary>Longest upload, in bytes.</summary>
    public required int MaxUploadBytes { get; init; }

    /// <summary>Whether the implicit label also goes into a response header.</summary>
    public required bool AigcHeader { get; init; }

    /// <summary>Whether responses name the keyword rules that were hit.</summary>
    public required bool FilterHeader { get; init; }

    /// <summary>Whether users whose prompts are blocked again and again are refused for a while (<c>T-in-1</c>).</summary>
    public required bool SuspendsOffenders { get; init; }


    /// <summary>What an answer owes to the ledger before it leaves.</summary>
    public required LedgerDuty Ledger { get; init; }

    /// <summary>Whether clients may bring grants (<c>MEA-9</c>).</summary>
    public required bool AdmitsGrants { get; init; }

    /// <summary>How content is labelled for a client that brings a grant.</summary>
    public required ContentPolicy ContentUnderGrant { get; init; }

    /// <summary>The labels as the ledger names them.</summary>
    public required RecordedLabels Recorded { get; init; }
    /// <summary>What links on the gateway begin with; null where there are none.</summary>
    public string? LinkBase { get; init; }

    /// <summary>How long links on the gateway are served.</summary>
    public TimeSpan LinkLifetime { get; init; }

    /// <summary>How long fetching what a link names may take.</summary>
    public TimeSpan LinkTimeout { get; init; }

    /// <summary>What happens to upgrade requests.</summary>
    public required Foreign Upgrades { get; init; }

    /// <summary>Longest request that is read before it is forwarded, in bytes.</summary>
    public required int MaxInspectedRequestBytes { get; init; }
}
