namespace GbGateway.Load.Scenarios;

/// <summary>A proxy to measure: how it is started in a folder of its own, and what it labels.</summary>
/// <param name="Name">Its name in results.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Labels">What it must label; a run in which it doesn't is no result.</param>
/// <param name="IsDotNet">Whether the probe can count its allocations.</param>
/// <param name="Start">Program and arguments; null where it is not installed.</param>
public sealed record Proxy(string Name, string Title, Labelling Labels, bool IsDotNet, Func<Stage, (string Program, string[] Arguments)?> Start)
{
    /// <summary>Headers it asks of its clients, <c>NAME:VALUE</c>.</summary>
    public Func<Stage, string[]> Headers { get; init; } = static _ => [];

    /// <summary>Whether it serves HTTP/2 without TLS.</summary>
    public bool SpeaksHttp2 { get; init; } = true;

    /// <summary>Whether it must label answers of this scenario.</summary>
    public bool MustLabel(Scenario scenario) => Labels switch
    {
        Labelling.Everything => true,
        Labelling.Chats => !scenario.IsPicture,
        Labelling.WholeChats => !scenario.IsPicture && !scenario.Streamed,
        _ => false,
    };
}
