namespace GbGateway.Content;

/// <summary>What kind of content a label is for.</summary>
public enum ContentKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A picture.</summary>
    Image,
}
