namespace GbGateway.Content.Profiles;

/// <summary>What the keywords say of a request.</summary>
public enum PromptOutcome
{
    /// <summary>Nothing that keeps it from the upstream.</summary>
    Passes,

    /// <summary>What a user wrote holds a hit that blocks.</summary>
    Blocked,

    /// <summary>It is no JSON that has one meaning: what can't be read can't be cleared.</summary>
    Unreadable,
}
