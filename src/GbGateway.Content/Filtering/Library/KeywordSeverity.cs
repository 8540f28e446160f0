namespace GbGateway.Content.Filtering;

/// <summary>How grave the operator holds a hit to be.</summary>
public enum KeywordSeverity : byte
{
    /// <summary>Worth counting.</summary>
    Low,

    /// <summary>The default.</summary>
    Medium,

    /// <summary>Worth a look at once.</summary>
    High,
}
