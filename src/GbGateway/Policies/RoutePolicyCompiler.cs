using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using GbGateway.Configuration;
using GbGateway.Content;
using GbGateway.Content.Filtering;
using GbGateway.Content.Links;
using GbGateway.Labels;
using GbGateway.Labels.Text;

namespace GbGateway.Policies;

/// <summary>Compiles a configuration into policies: behind this point nothing reads options any more.</summary>
public static class RoutePolicyCompiler
{
    /// <summary>Compiles; throws a <see cref="ConfigurationException"/> with every mistake if there are any.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="keywords">The keyword library, or null where there is none.</param>
    public static PolicySnapshot Compile(IConfiguration configuration, KeywordLibraries? keywords = null)
    {
        var mistakes = ConfigurationCheck.FindMistakes(configuration);
        if (mistakes.Count > 0)
        {
            throw new ConfigurationException(mistakes);
        }
        var ids = ConfigurationCheck.RouteIds(configuration);
        var tenants = ConfigurationCheck.TenantIds(configuration)
            .ToFrozenDictionary(static tenant => tenant, tenant => CompileRoutes(configuration, ids, tenant, keywords), StringComparer.OrdinalIgnoreCase);
        return new PolicySnapshot(
            Version(configuration, keywords), CompileRoutes(configuration, ids, null, keywords), CompileRoute(new KeyReader(configuration), "_OTHER", keywords), tenants);
    }

    private static FrozenDictionary<string, RoutePolicy> CompileRoutes(IConfiguration configuration, IReadOnlyList<string> ids, string? tenant, KeywordLibraries? keywords) =>
        ids.ToFrozenDictionary(static route => route, route => CompileRoute(new KeyReader(configuration, route, tenant), route, keywords), StringComparer.OrdinalIgnoreCase);

    private static RoutePolicy CompileRoute(KeyReader keys, string route, KeywordLibraries? keywords) => new()
    {
        Route = route,
        ContentProducer = keys.Text(ConfigurationKeys.ContentProducer)!,
        AigcHeader = keys.Switch(ConfigurationKeys.AigcHeader),
        FilterHeader = keys.Switch(ConfigurationKeys.FilterHeader),
        SuspendsOffenders = keys.Switch(FilterKeys.SuspendOffenders),
        LinkBase = keys.Text(ConfigurationKeys.PublicBaseUrl)?.TrimEnd('/'),
        LinkLifetime = keys.Duration(ConfigurationKeys.LinkLifetime),
        LinkTimeout = keys.Duration(ConfigurationKeys.LinkTimeout),
        Upgrades = keys.Choice<Foreign>(ConfigurationKeys.Upgrades),
        MaxInspectedRequestBytes = (int)keys.Integer(ConfigurationKeys.MaxInspectedRequestBytes),
        Content = new ContentPolicy
        {
            TextLabel = new ExplicitTextLabel(keys.Text(ConfigurationKeys.TextWording)!, keys.Choice<TextLabelPlacement>(ConfigurationKeys.TextLabel)),
            AigcMember = keys.Switch(ConfigurationKeys.AigcMember),
            PictureWording = keys.Text(ConfigurationKeys.PictureWording),
            PicturePosition = keys.Choice<LabelPosition>(ConfigurationKeys.PicturePosition),
            ContentCredentials = keys.Choice<ContentCredentials>(ConfigurationKeys.Credentials),
            MediaLinks = keys.Text(ConfigurationKeys.MediaLinks) is { } links ? Enum.Parse<MediaLinkPolicy>(links, ignoreCase: true)
                : keys.Text(ConfigurationKeys.PublicBaseUrl) is null ? MediaLinkPolicy.Refuse : MediaLinkPolicy.Rewrite,
            LabelledHosts = keys.Hosts(ConfigurationKeys.LabelledHosts),
            LinkHosts = keys.Hosts(ConfigurationKeys.LinkHosts),
            InternalLinkHosts = keys.Hosts(ConfigurationKeys.InternalLinkHosts),
            SoundAndVideo = keys.Choice<Foreign>(ConfigurationKeys.SoundAndVideo),
            UnknownApis = keys.Choice<Foreign>(ConfigurationKeys.UnknownApis),
            Keywords = KeywordsOf(keys, keywords, ConfigurationKeys.KeywordActions),
            PromptKeywords = keys.Switch(ConfigurationKeys.FilterPrompts) ? KeywordsOf(keys, keywords, ConfigurationKeys.PromptActions) : null,
            FilteredSides = ConfigurationKeys.TryReadSides(keys.Text(ConfigurationKeys.FilteredTexts)!, out var sides) ? sides : SideTexts.All,
            Refusal = new RefusalWording(keys.Text(ConfigurationKeys.RefusalWording)!),
            Limits = new BodyLimits(
                (int)keys.Integer(ConfigurationKeys.MaxBodyBytes), (int)keys.Integer(ConfigurationKeys.MaxEventBytes), (int)keys.Integer(ConfigurationKeys.MaxDepth)),
            MediaLimits = new MediaLimits(
                keys.Integer(ConfigurationKeys.MaxPictureBytes), keys.Integer(ConfigurationKeys.MaxPicturePixels), (int)keys.Integer(ConfigurationKeys.MaxPictureFrames)),
        },
    };

    private static KeywordSet? KeywordsOf(KeyReader keys, KeywordLibraries? keywords, ConfigurationKey actions) => keywords?.SetFor(
        keys.Choice<KeywordFilter>(ConfigurationKeys.KeywordFilter),
        keys.Text(actions) is { Length: > 0 } own ? own : keys.Text(ConfigurationKeys.KeywordActions)!,
        keys.Text(ConfigurationKeys.KeywordLayers)!);

    private static string Version(IConfiguration configuration, KeywordLibraries? keywords)
    {
        var lines = configuration.GetSection(ConfigurationKeys.Section).AsEnumerable()
            .Concat(configuration.GetSection("ReverseProxy").AsEnumerable())
            .Where(static pair => pair.Value is not null)
            .Select(static pair => $"{pair.Key.ToUpperInvariant()}={pair.Value}\n")
            .Order(StringComparer.Ordinal)
            .Append(keywords?.Fingerprint);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))).AsSpan(0, 6));
    }
}
