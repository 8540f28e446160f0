namespace GbGateway.Labels;

/// <summary>What happens to a C2PA manifest when the file it signs is changed; its binding would be broken.</summary>
public enum ContentCredentials
{
    /// <summary>The manifest is left out, and the receipt says that it was there.</summary>
    Drop,

    /// <summary>The manifest is kept knowingly, although it no longer verifies.</summary>
    Keep,

    /// <summary>A file with a manifest is not labelled: the receipt says <see cref="LabelOutcome.Refused"/>.</summary>
    Refuse,
}
