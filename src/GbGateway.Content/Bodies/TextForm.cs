namespace GbGateway.Content.Bodies;

/// <summary>How a filtered value is spelled.</summary>
internal enum TextForm
{
    /// <summary>Text, as a JSON string's content.</summary>
    Text,

    /// <summary>A JSON document, as a JSON string's content: the arguments of a tool call.</summary>
    JsonInString,

    /// <summary>A JSON document as it stands.</summary>
    Json,
}
