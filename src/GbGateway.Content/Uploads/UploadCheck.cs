namespace GbGateway.Content;

/// <summary>What a route does about files in its requests: the duty of a platform that lets people publish (<c>MEA-6</c>).</summary>
public enum UploadCheck
{
    /// <summary>Requests are not looked into.</summary>
    Off,

    /// <summary>Each file is judged, the application behind the gateway is told, the file stays as it is.</summary>
    Check,

    /// <summary>The same, and the implicit label with the propagation elements is written into each file that can carry it.</summary>
    Tag,
}
