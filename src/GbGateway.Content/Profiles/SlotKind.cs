namespace GbGateway.Content.Profiles;

/// <summary>What stands at a place of a JSON document.</summary>
public enum SlotKind
{
    /// <summary>Generated text that people read.</summary>
    Text,

    /// <summary>The model's reasoning or refusal: content, but never labelled inline.</summary>
    SideText,

    /// <summary>A picture: base64, a data URI, or a link.</summary>
    Image,

    /// <summary>Sound as base64, which this version does not label.</summary>
    Audio,

    /// <summary>The number of a run (a choice) in a stream.</summary>
    RunIndex,

    /// <summary>The run ends here, if the value is neither null nor empty nor false.</summary>
    Finish,

    /// <summary>An error in band, if the value is not null.</summary>
    Error,

    /// <summary>A value that a label event repeats, raw, under its own name.</summary>
    Echo,

    /// <summary>An implicit label the upstream wrote as a JSON member: it is replaced (<c>GB-6.1-c</c>). Part of every tree.</summary>
    ImplicitLabel,

    /// <summary>A value of the request that <see cref="RequestFacts"/> are made of.</summary>
    Fact,
}
