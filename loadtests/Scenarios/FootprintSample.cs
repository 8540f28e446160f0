namespace GbGateway.Load.Scenarios;

/// <summary>One start of one build.</summary>
/// <param name="Build">The build's name.</param>
/// <param name="StartMilliseconds">From the process's start to the first answer through it.</param>
/// <param name="IdleMegabytes">Memory after one answer and three seconds of rest.</param>
/// <param name="LoadedMegabytes">Memory after the load.</param>
/// <param name="PeakMegabytes">Most memory.</param>
/// <param name="Processor">Processor time a request under load, in microseconds.</param>
/// <param name="PerSecond">Requests a second on one core.</param>
public sealed record FootprintSample(string Build, double StartMilliseconds, double IdleMegabytes, double LoadedMegabytes, double PeakMegabytes, double Processor, double PerSecond);
