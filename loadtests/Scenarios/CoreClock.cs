using System.Globalization;

namespace GbGateway.Load.Scenarios;

/// <summary>How long each core was busy so far, with whatever; and how long with us.</summary>
/// <param name="Cores">Ticks (hundredths of a second) by core, stolen time counted.</param>
/// <param name="Ours">Ticks of this program and its children that ended.</param>
/// <param name="Taken">When this was read, in ticks.</param>
public sealed record CoreClock(IReadOnlyList<double> Cores, double Ours, double Taken)
{
    /// <summary>Reads it.</summary>
    public static CoreClock Read()
    {
        var cores = File.ReadLines("/proc/stat").Skip(1).TakeWhile(static line => line.StartsWith("cpu", StringComparison.Ordinal))
            .Select(static line => line.Split(' ')[1..].Select(static field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray())
            .Select(static ticks => ticks[..8].Sum() - ticks[3] - ticks[4]); // less idle and waiting for disks
        var own = File.ReadAllText("/proc/self/stat");
        return new CoreClock([.. cores], own[(own.LastIndexOf(')') + 2)..].Split(' ')[11..15].Sum(static field => double.Parse(field, CultureInfo.InvariantCulture)), Environment.TickCount64 / 10.0);
    }

    /// <summary>The share of a core that was busy since <paramref name="then"/>.</summary>
    public double Busy(int core, CoreClock then) => (Cores[core] - then.Cores[core]) / (Taken - then.Taken);

    /// <summary>The share of all cores that neither we nor <paramref name="programs"/> (milliseconds they took) were busy with since <paramref name="then"/>.</summary>
    public double Strangers(CoreClock then, double programs) =>
        Math.Max(0, (Cores.Sum() - then.Cores.Sum() - (Ours - then.Ours) - (programs / 10)) / ((Taken - then.Taken) * Cores.Count));
}
