namespace GbGateway.Labels.Verification;

/// <summary>What is known about a file's explicit label.</summary>
public enum ExplicitState
{
    /// <summary>A text label was found.</summary>
    Present,

    /// <summary>The text was read, and there is none.</summary>
    Missing,

    /// <summary>It can only be seen or heard: a person looks at the picture, or listens.</summary>
    NotChecked,
}
