namespace GbGateway.Content;

/// <summary>Which way a filtered text goes.</summary>
public enum FilterDirection
{
    /// <summary>From the client to the model.</summary>
    Prompt,

    /// <summary>From the model to the client.</summary>
    Answer,
}
