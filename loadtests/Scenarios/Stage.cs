namespace GbGateway.Load.Scenarios;

/// <summary>Where a run happens: ports, folders, cores.</summary>
public sealed record Stage
{
    /// <summary>The repository's root.</summary>
    public required string Root { get; init; }

    /// <summary>A folder for configuration written on the way.</summary>
    public required string Work { get; init; }

    /// <summary>The upstream's port.</summary>
    public int UpstreamPort { get; init; } = 19701;

    /// <summary>The proxy's port.</summary>
    public int ProxyPort { get; init; } = 19801;

    /// <summary>The port of the gateway's admin listener.</summary>
    public int AdminPort { get; init; } = 19802;

    /// <summary>The upstream's address.</summary>
    public string Upstream => $"http://127.0.0.1:{UpstreamPort}";

    /// <summary>The core of upstream and load generator. On two cores neither side starves the other.</summary>
    public int LoadCore { get; init; }

    /// <summary>The core that the proxy has to itself.</summary>
    public int ProxyCore { get; init; } = 1;

    /// <summary>The built program of a project of ours.</summary>
    public string Built(string project, string assembly) => Path.Combine(Root, project, "bin", "Release", "net10.0", assembly + ".dll");

    /// <summary>Writes a configuration file and gives its path.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(Work, name);
        File.WriteAllText(path, text);
        return path;
    }
}
