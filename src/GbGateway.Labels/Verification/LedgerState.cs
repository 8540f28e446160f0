namespace GbGateway.Labels.Verification;

/// <summary>What a ledger knows of a file.</summary>
public enum LedgerState
{
    /// <summary>Neither its ProduceID nor its content.</summary>
    Unknown,

    /// <summary>Its ProduceID, but no content to compare with: the answer was not sealed.</summary>
    KnownProduceID,

    /// <summary>Its ProduceID, with other bytes: changed since they were delivered, or saved in another form.</summary>
    OtherContent,

    /// <summary>Exactly these bytes.</summary>
    SameContent,
}
