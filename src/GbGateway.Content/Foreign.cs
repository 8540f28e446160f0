namespace GbGateway.Content;

/// <summary>What happens to content that this gateway has no way to label.</summary>
public enum Foreign
{
    /// <summary>The answer is refused.</summary>
    Refuse,

    /// <summary>The answer is passed: the operator declares that it needs no label or is labelled elsewhere.</summary>
    Pass,
}
