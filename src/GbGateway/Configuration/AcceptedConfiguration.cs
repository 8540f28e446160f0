namespace GbGateway.Configuration;

/// <summary>
/// The copy of the configuration that the reverse proxy reads. It changes only when a whole new configuration was accepted, so a half
/// written file never takes routes away.
/// </summary>
public sealed class AcceptedConfiguration : ConfigurationProvider, IConfigurationSource
{
    private const string Route = $"ReverseProxy:Routes:{ConfigurationCheck.DefaultRoute}";
    private const string Cluster = $"ReverseProxy:Clusters:{ConfigurationCheck.DefaultRoute}";

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>Takes over the routes and clusters of <paramref name="configuration"/>, or makes one of each from <c>Upstream</c>.</summary>
    public void Accept(IConfiguration configuration)
    {
        var data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (path, value) in configuration.GetSection("ReverseProxy").AsEnumerable())
        {
            data[path] = value;
        }
        var keys = new KeyReader(configuration);
        if (!ConfigurationCheck.HasRoutes(configuration))
        {
            data[$"{Route}:ClusterId"] = ConfigurationCheck.DefaultRoute;
            data[$"{Route}:Match:Path"] = "{**path}";
            data[$"{Cluster}:Destinations:upstream:Address"] = keys.Text(ConfigurationKeys.Upstream);
        }
        foreach (var cluster in data.Keys.Where(static path => path.StartsWith("ReverseProxy:Clusters:", StringComparison.OrdinalIgnoreCase))
            .Select(static path => path.Split(':')[2]).Distinct(StringComparer.OrdinalIgnoreCase).ToArray())
        {
            // YARP's own default of 100 s of silence is too short for models.
            data.TryAdd($"ReverseProxy:Clusters:{cluster}:HttpRequest:ActivityTimeout", keys.Text(ConfigurationKeys.ActivityTimeout));
        }
        Data = data;
        OnReload();
    }
}
