namespace GbGateway.Labels;

/// <summary>How labelling one piece of content ended.</summary>
public enum LabelOutcome
{
    /// <summary>Every label ordered is in the output.</summary>
    Labelled,

    /// <summary>The bytes are not a well-formed file of their format; nothing of use was written.</summary>
    Malformed,

    /// <summary>The format, or a feature of it, can't carry the labels ordered.</summary>
    Unsupported,

    /// <summary>The file is over a cap of <see cref="MediaLimits"/>.</summary>
    TooLarge,

    /// <summary>A policy forbids changing this file (see <see cref="ContentCredentials.Refuse"/>).</summary>
    Refused,
}
