namespace GbGateway.Content;

/// <summary>How a body is framed, told by its bytes.</summary>
public enum BodyKind
{
    /// <summary>No body, or one that is passed unchanged under an explicit policy.</summary>
    Opaque,

    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>Server-sent events.</summary>
    Sse,

    /// <summary>One JSON document a line.</summary>
    Ndjson,

    /// <summary>Several parts with a boundary between.</summary>
    Multipart,

    /// <summary>What a server sends over a WebSocket.</summary>
    WebSocket,

    /// <summary>A media file.</summary>
    Media,
}
