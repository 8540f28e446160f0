namespace GbGateway.Ledger.Records;

/// <summary>How a labelled item ended. The numbers are part of the hashed encoding.</summary>
public enum ItemOutcome : byte
{
    /// <summary>The whole item was sent.</summary>
    Completed = 1,

    /// <summary>Upstream was cut, and so was the response.</summary>
    Cut = 2,

    /// <summary>The client went away.</summary>
    AbortedByClient = 3,

    /// <summary>The route's policy refused to send the item, or the rest of it.</summary>
    Refused = 4,

    /// <summary>Nothing was labelled: an error of the upstream, or an answer without content.</summary>
    Unlabelled = 5,
}
