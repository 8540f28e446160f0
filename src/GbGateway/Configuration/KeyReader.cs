using System.Globalization;
using GbGateway.Content.History;
using GbGateway.Content.Links;

namespace GbGateway.Configuration;

/// <summary>Reads checked values of keys: the tenant's, else the route's, else the defaults', else the key's own.</summary>
/// <param name="configuration">The whole configuration.</param>
/// <param name="route">The route for keys that are set per route; null for those of <c>Defaults</c>.</param>
/// <param name="tenant">The tenant whose own values come first; null for none.</param>
public sealed class KeyReader(IConfiguration configuration, string? route = null, string? tenant = null)
{
    private readonly IConfigurationSection _gateway = configuration.GetSection(ConfigurationKeys.Section);

    /// <summary>The value as text, or null where a key without default is not set.</summary>
    public string? Text(ConfigurationKey key)
    {
        if (!key.PerRoute)
        {
            return _gateway[key.Path] ?? key.Default;
        }
        return (tenant is null ? null : _gateway[$"{ConfigurationCheck.Tenants}:{tenant}:{key.Path}"])
            ?? (route is null ? null : _gateway[$"Routes:{route}:{key.Path}"]) ?? _gateway[$"Defaults:{key.Path}"] ?? key.Default;
    }

    /// <summary>A number.</summary>
    public long Integer(ConfigurationKey key) => long.Parse(Text(key)!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>A duration.</summary>
    public TimeSpan Duration(ConfigurationKey key) => TimeSpan.Parse(Text(key)!, CultureInfo.InvariantCulture);

    /// <summary>A switch.</summary>
    public bool Switch(ConfigurationKey key) => bool.Parse(Text(key)!);

    /// <summary>A choice.</summary>
    public T Choice<T>(ConfigurationKey key)
        where T : struct, Enum => Enum.Parse<T>(Text(key)!, ignoreCase: true);

    /// <summary>Knows every wording of text labels in the configuration: a conversation may have begun under another route, tenant or model.</summary>
    public HistoryLabels History => new([
        ConfigurationKeys.TextWording.Default!,
        .. _gateway.AsEnumerable(makePathsRelative: true)
            .Where(static pair => pair.Key.EndsWith($":{ConfigurationKeys.TextWording.Path}", StringComparison.OrdinalIgnoreCase) && pair.Value is { Length: > 0 })
            .Select(static pair => pair.Value!)]);

    /// <summary>The paths of a list with semicolons between them.</summary>
    public static string[] Paths(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Hosts.</summary>
    public HostList Hosts(ConfigurationKey key) => HostList.TryRead(Text(key)!, out var list) is null ? list! : HostList.None;

    /// <summary>Addresses to listen on.</summary>
    public string[] Addresses(ConfigurationKey key) => ConfigurationKey.Listeners(Text(key)!);
}
