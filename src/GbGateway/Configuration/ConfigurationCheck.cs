using GbGateway.Content.Links;
using GbGateway.Policies;

namespace GbGateway.Configuration;

/// <summary>Finds every mistake of a configuration at once.</summary>
public static class ConfigurationCheck
{
    /// <summary>The id of the one route made from <c>Upstream</c>.</summary>
    public const string DefaultRoute = "default";

    /// <summary>The section of the tenants' own values.</summary>
    public const string Tenants = "Tenants";

    /// <summary>Most tenants with values of their own: each has a policy for every route.</summary>
    public const int MaxTenants = 1000;

    /// <summary>All mistakes; empty if there are none.</summary>
    public static IReadOnlyList<string> FindMistakes(IConfiguration configuration)
    {
        var mistakes = new List<string>();
        var routes = RouteIds(configuration);
        foreach (var (path, value) in configuration.GetSection(ConfigurationKeys.Section).AsEnumerable(makePathsRelative: true))
        {
            if (value is not null && path.Length > 0 && !ProfileSection.Holds(path))
            {
                Check(path, value, routes, mistakes);
            }
        }
        mistakes.Sort(StringComparer.Ordinal);
        var own = new KeyReader(configuration);
        foreach (var key in ConfigurationKeys.All)
        {
            if (key.Required && string.IsNullOrEmpty(own.Text(key)))
            {
                mistakes.Add($"{ConfigurationKeys.Section}:{key.Path} is not set; allowed: {key.AllowedText}. {key.English}");
            }
        }
        mistakes.AddRange(LedgerOptions.FindMistakes(configuration));
        if (own.Text(ConfigurationKeys.PublicBaseUrl) is null)
        {
            foreach (var (path, value) in configuration.GetSection(ConfigurationKeys.Section).AsEnumerable(makePathsRelative: true))
            {
                if (path.EndsWith($":{ConfigurationKeys.MediaLinks.Path}", StringComparison.OrdinalIgnoreCase) && nameof(MediaLinkPolicy.Rewrite).Equals(value, StringComparison.OrdinalIgnoreCase))
                {
                    mistakes.Add($"{ConfigurationKeys.Section}:{path} = \"{value}\", but {ConfigurationKeys.Section}:{ConfigurationKeys.PublicBaseUrl.Path} is not set: links need an address to lead to");
                }
            }
        }
        AddUndrawable(configuration, mistakes);
        CheckTenants(own, TenantIds(configuration), mistakes);
        FilterKeys.FindMistakes(own, mistakes);
        ProfileSection.Check(configuration, mistakes);
        var hasOwnRoutes = HasRoutes(configuration);
        var upstream = own.Text(ConfigurationKeys.Upstream);
        if (upstream is null && !hasOwnRoutes)
        {
            mistakes.Add($"{ConfigurationKeys.Section}:Upstream is not set and ReverseProxy:Routes is empty: there is nowhere to forward to");
        }
        if (upstream is not null && hasOwnRoutes)
        {
            mistakes.Add($"{ConfigurationKeys.Section}:Upstream = \"{upstream}\" and ReverseProxy:Routes are both set: say where to forward to in one place");
        }
        if (string.IsNullOrEmpty(own.Text(ConfigurationKeys.WatermarkKeys)))
        {
            AddKeylessMarks(configuration, mistakes);
        }
        return mistakes;
    }

    /// <summary>A reader for each route, and for each route of each tenant, with words for it.</summary>
    public static IEnumerable<(string Where, KeyReader Keys)> Readers(IConfiguration configuration)
    {
        foreach (var route in RouteIds(configuration))
        {
            yield return ($"route \"{route}\"", new KeyReader(configuration, route));
            foreach (var tenant in TenantIds(configuration))
            {
                yield return ($"route \"{route}\" for tenant \"{tenant}\"", new KeyReader(configuration, route, tenant));
            }
        }
    }

    private static void AddKeylessMarks(IConfiguration configuration, List<string> mistakes)
    {
        foreach (var (where, keys) in Readers(configuration))
        {
            if (keys.Text(ConfigurationKeys.Watermark)!.Equals(nameof(WatermarkUse.On), StringComparison.OrdinalIgnoreCase))
            {
                mistakes.Add($"{ConfigurationKeys.Section}:{ConfigurationKeys.WatermarkKeys.Path} is not set, but {where} has "
                    + $"{ConfigurationKeys.Watermark.Path} = \"On\"; allowed: {WatermarkKeySource.Allowed}");
            }
        }
    }

    private static void AddUndrawable(IConfiguration configuration, List<string> mistakes)
    {
        var met = new HashSet<(string Wording, string File)>();
        foreach (var (where, keys) in Readers(configuration).Append(("Defaults", new KeyReader(configuration))))
        {
            var (wording, file) = (keys.Text(ConfigurationKeys.PictureWording)!, keys.Text(ConfigurationKeys.PictureFont)!);
            if (met.Add((wording, file)) && FontFiles.TryRead(file, out var font, out _) && font.FindMissing(wording) is { Length: > 0 } missing)
            {
                mistakes.Add($"{ConfigurationKeys.Section}:{ConfigurationKeys.PictureWording.Path} = \"{wording}\" of {where}: "
                    + $"{(file.Length == 0 ? "the embedded font" : file)} can't draw {missing}; allowed: characters of the font, or another font by {ConfigurationKeys.PictureFont.Path}");
            }
        }
    }

    /// <summary>The ids of all routes.</summary>
    public static IReadOnlyList<string> RouteIds(IConfiguration configuration) =>
        HasRoutes(configuration)
            ? [.. configuration.GetSection("ReverseProxy:Routes").GetChildren().Select(static route => route.Key)]
            : [DefaultRoute];

    /// <summary>The ids of the tenants that have values of their own.</summary>
    public static IReadOnlyList<string> TenantIds(IConfiguration configuration) =>
        [.. configuration.GetSection($"{ConfigurationKeys.Section}:{Tenants}").GetChildren().Select(static tenant => tenant.Key)];

    /// <summary>Whether the section <c>ReverseProxy</c> has routes.</summary>
    public static bool HasRoutes(IConfiguration configuration) => configuration.GetSection("ReverseProxy:Routes").GetChildren().Any();

    private static void CheckTenants(KeyReader keys, IReadOnlyList<string> ids, List<string> mistakes)
    {
        var section = $"{ConfigurationKeys.Section}:{Tenants}";
        if (ids.Count > MaxTenants)
        {
            mistakes.Add($"{section} has {ids.Count} tenants; allowed: at most {MaxTenants}");
        }
        foreach (var id in ids)
        {
            if (!Content.Tenant.IsName(id))
            {
                mistakes.Add($"{section}:{id} is no name of a tenant; allowed: 1 to {Content.Tenant.MaxLength} letters, digits, dots, hyphens and underscores");
            }
            else if (id.StartsWith(Content.Tenant.KeyPrefix, StringComparison.OrdinalIgnoreCase))
            {
                if (keys.Text(ConfigurationKeys.TenantKeyFile) is null)
                {
                    mistakes.Add($"{section}:{id} names a tenant by its API key, but {ConfigurationKeys.Section}:{ConfigurationKeys.TenantKeyFile.Path} is not set: such names are others after each start");
                }
            }
            else if (keys.Text(ConfigurationKeys.TenantHeader) is null)
            {
                mistakes.Add($"{section}:{id} can't be told: {ConfigurationKeys.Section}:{ConfigurationKeys.TenantHeader.Path} is not set, and names made from API keys begin with {Content.Tenant.KeyPrefix}");
            }
        }
    }

    private static void Check(string path, string value, IReadOnlyList<string> routes, List<string> mistakes)
    {
        var full = $"{ConfigurationKeys.Section}:{path}";
        var (perRoute, name) = (false, path);
        if (path.StartsWith("Defaults:", StringComparison.OrdinalIgnoreCase))
        {
            (perRoute, name) = (true, path["Defaults:".Length..]);
        }
        else if (path.StartsWith("Routes:", StringComparison.OrdinalIgnoreCase) && path.Split(':') is [_, var route, _, ..] parts)
        {
            if (!routes.Contains(route, StringComparer.OrdinalIgnoreCase))
            {
                mistakes.Add($"{full}: there is no route \"{route}\"; the routes are {string.Join(", ", routes)}");
                return;
            }
            (perRoute, name) = (true, string.Join(':', parts[2..]));
        }
        else if (path.StartsWith($"{Tenants}:", StringComparison.OrdinalIgnoreCase) && path.Split(':') is [_, _, _, ..] own)
        {
            (perRoute, name) = (true, string.Join(':', own[2..]));
        }
        var key = ConfigurationKeys.All.FirstOrDefault(one => one.PerRoute == perRoute && one.Path.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (key is null)
        {
            var nearest = Spelling.Nearest(name, ConfigurationKeys.All.Where(one => one.PerRoute == perRoute).Select(static one => one.Path));
            var misplaced = ConfigurationKeys.All.Any(one => one.PerRoute != perRoute && one.Path.Equals(name, StringComparison.OrdinalIgnoreCase));
            mistakes.Add($"{full} = \"{value}\" is no key of this version" + (misplaced
                ? (perRoute ? $"; {name} is set for the whole gateway: {ConfigurationKeys.Section}:{name}" : $"; {name} is set per route: {ConfigurationKeys.Section}:Defaults:{name} or {ConfigurationKeys.Section}:Routes:<route>:{name}")
                : nearest is null ? "" : $"; did you mean {nearest}?"));
        }
        else if (key.FindMistake(value) is { } mistake)
        {
            mistakes.Add($"{full} = \"{key.Show(value)}\": {mistake}");
        }
    }
}
