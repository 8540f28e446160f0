namespace GbGateway.Demo;

/// <summary>How an answer of the tour is read.</summary>
public enum DemoKind
{
    /// <summary>A chat completion.</summary>
    ChatJson,

    /// <summary>A streamed chat completion.</summary>
    ChatStream,

    /// <summary>A picture in JSON.</summary>
    PictureJson,

    /// <summary>A picture file.</summary>
    Picture,
}
