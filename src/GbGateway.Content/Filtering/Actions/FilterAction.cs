namespace GbGateway.Content.Filtering;

/// <summary>What is done about a hit, from the weakest to the strongest.</summary>
public enum FilterAction : byte
{
    /// <summary>Noted; the text is neither changed nor delayed.</summary>
    Observe,

    /// <summary>Noted and told to a person; the text is neither changed nor delayed.</summary>
    Escalate,

    /// <summary>Every character of the hit becomes a mask character.</summary>
    Mask,

    /// <summary>The hit becomes another text.</summary>
    Replace,

    /// <summary>The text ends before the hit.</summary>
    Block,
}
