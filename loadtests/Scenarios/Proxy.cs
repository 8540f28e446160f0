namespace GbGateway.Load.Scenarios;

/// <summary>A proxy to measure: how it is started in a folder of its own, and whether it labels.</summary>
/// <param name="Name">Its name in results.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Labels">Whether its answers must hold a label; a run in which they don't is no result.</param>
/// <param name="IsDotNet">Whether the probe can count its allocations.</param>
/// <param name="Start">Program and arguments; null where it is not installed.</param>
public sealed record Proxy(string Name, string Title, bool Labels, bool IsDotNet, Func<Stage, (string Program, string[] Arguments)?> Start)
{
    /// <summary>Headers it asks of its clients, <c>NAME:VALUE</c>.</summary>
    public Func<Stage, string[]> Headers { get; init; } = static _ => [];
}
