namespace GbGateway.Labels.Verification;

/// <summary>What one finding is.</summary>
public enum LabelVerdict
{
    /// <summary>A label as the standard asks for it.</summary>
    Valid,

    /// <summary>A label that says what it must, with something the standard asks for otherwise.</summary>
    ValidWithWarnings,

    /// <summary>Meant as a label, but it does not say what a label must.</summary>
    Malformed,

    /// <summary>Another scheme's field, private or foreign: it does not count as a label.</summary>
    NotGbLabel,
}
