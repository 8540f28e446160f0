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

    /// <summary>The upstream's port for HTTP/2 without TLS; only runs without a proxy use it.</summary>
    public int UpstreamHttp2Port => UpstreamPort + 1;

    /// <summary>The proxy's port.</summary>
    public int ProxyPort { get; init; } = 19801;

    /// <summary>The proxy's port for HTTP/2 without TLS.</summary>
    public int Http2Port => ProxyPort + 1;

    /// <summary>The port of the gateway's admin listener.</summary>
    public int AdminPort => ProxyPort + 2;

    /// <summary>The stage of the proxy with this number: ports of its own.</summary>
    public Stage Of(int proxy) => this with { ProxyPort = ProxyPort + (3 * proxy) };

    /// <summary>Where clients of a scenario go: to the proxy, or, without one, to the upstream itself.</summary>
    public int PortOf(Proxy? proxy, Scenario scenario) =>
        proxy is null ? (scenario.IsHttp2 ? UpstreamHttp2Port : UpstreamPort) : scenario.IsHttp2 ? Http2Port : ProxyPort;

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
