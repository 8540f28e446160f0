namespace GbGateway.Load.Scenarios;

/// <summary>One start of one build.</summary>
/// <param name="Build">The build's name.</param>
/// <param name="StartMilliseconds">From the process's start to the first answer through it.</param>
/// <param name="IdleMegabytes">Memory after one answer and three seconds of rest.</param>
public sealed record FootprintSample(string Build, double StartMilliseconds, double IdleMegabytes)
{
    /// <summary>Memory after the load, where there was one.</summary>
    public double LoadedMegabytes { get; init; }

    /// <summary>Most memory.</summary>
    public double PeakMegabytes { get; init; }

    /// <summary>Processor time a request under load, in microseconds.</summary>
    public double Processor { get; init; }

    /// <summary>Requests a second on one core.</summary>
    public double PerSecond { get; init; }
}
