using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GbGateway.Configuration;
using GbGateway.Content;
using GbGateway.Content.Filtering;
using GbGateway.Content.Links;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Integrity;
using GbGateway.Labels.Text;
using GbGateway.Labels.Watermark;

namespace GbGateway.Policies;

/// <summary>Compiles a configuration into policies: behind this point nothing reads options any more.</summary>
public static class RoutePolicyCompiler
{
    /// <summary>Compiles; throws a <see cref="ConfigurationException"/> with every mistake if there are any.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="keywords">The keyword library, or null where there is none.</param>
    /// <param name="watermark">The watermark keys, or null where there are none.</param>
    /// <param name="signer">Signs labels, or null.</param>
    public static PolicySnapshot Compile(IConfiguration configuration, KeywordLibraries? keywords = null, WatermarkKeyring? watermark = null, LabelSigner? signer = null)
    {
        var mistakes = ConfigurationCheck.FindMistakes(configuration);
        if (mistakes.Count > 0)
        {
            throw new ConfigurationException(mistakes);
        }
        if (watermark is not null)
        {
            CheckNumbers(configuration, watermark.Current);
        }
        var ids = ConfigurationCheck.RouteIds(configuration);
        var marks = watermark?.Current;
        var profiles = ProfileSection.ReadCatalog(configuration);
        var tenants = ConfigurationCheck.TenantIds(configuration)
            .ToFrozenDictionary(static tenant => tenant, tenant => CompileRoutes(configuration, ids, tenant, keywords, marks, signer, profiles), StringComparer.OrdinalIgnoreCase);
        return new PolicySnapshot(Version(configuration, keywords, watermark),
            CompileRoutes(configuration, ids, null, keywords, marks, signer, profiles), CompileRoute(new KeyReader(configuration), "_OTHER", keywords, marks, signer, profiles), tenants);
    }

    private static FrozenDictionary<string, RoutePolicy> CompileRoutes(
        IConfiguration configuration, IReadOnlyList<string> ids, string? tenant, KeywordLibraries? keywords, WatermarkKeys? watermark, LabelSigner? signer, ProfileCatalog profiles) =>
        ids.ToFrozenDictionary(
            static route => route, route => CompileRoute(new KeyReader(configuration, route, tenant), route, keywords, watermark, signer, profiles), StringComparer.OrdinalIgnoreCase);

    private static RoutePolicy CompileRoute(KeyReader keys, string route, KeywordLibraries? keywords, WatermarkKeys? watermark, LabelSigner? signer, ProfileCatalog profiles)
    {
        var content = CompileContent(keys, keywords, watermark, signer) with { Profiles = profiles, PinnedProfile = profiles.Find(keys.Text(ConfigurationKeys.Profile)!) };
        return new RoutePolicy
        {
            Route = route,
            ContentProducer = keys.Text(ConfigurationKeys.ContentProducer)!,
            ContentPropagator = keys.Text(ConfigurationKeys.ContentPropagator) ?? keys.Text(ConfigurationKeys.ContentProducer)!,
            Uploads = keys.Choice<UploadCheck>(ConfigurationKeys.Uploads),
            UploadDeclaration = keys.Text(ConfigurationKeys.UploadDeclaration)!,
            MaxUploadBytes = (int)keys.Integer(ConfigurationKeys.MaxUploadBytes),
            AigcHeader = keys.Switch(ConfigurationKeys.AigcHeader),
            FilterHeader = keys.Switch(ConfigurationKeys.FilterHeader),
            SuspendsOffenders = keys.Switch(FilterKeys.SuspendOffenders),
            LinkBase = keys.Text(ConfigurationKeys.PublicBaseUrl)?.TrimEnd('/'),
            LinkLifetime = keys.Duration(ConfigurationKeys.LinkLifetime),
            LinkTimeout = keys.Duration(ConfigurationKeys.LinkTimeout),
            Upgrades = keys.Choice<Foreign>(ConfigurationKeys.Upgrades),
            MaxInspectedRequestBytes = (int)keys.Integer(ConfigurationKeys.MaxInspectedRequestBytes),
            Ledger = keys.Choice<LedgerDuty>(ConfigurationKeys.Ledger),
            AdmitsGrants = keys.Switch(ConfigurationKeys.AdmitGrants),
            Content = content,
            ContentUnderGrant = content.UnderGrant(),
            Recorded = new RecordedLabels(content, keys.Switch(ConfigurationKeys.AigcHeader)),
        };
    }

    private static ContentPolicy CompileContent(KeyReader keys, KeywordLibraries? keywords, WatermarkKeys? watermark, LabelSigner? signer) => new()
    {
        TextLabel = new ExplicitTextLabel(keys.Text(ConfigurationKeys.TextWording)!, keys.Choice<TextLabelPlacement>(ConfigurationKeys.TextLabel)),
        Role = keys.Choice<LabelRole>(ConfigurationKeys.Role),
        Propagator = keys.Text(ConfigurationKeys.ContentPropagator) ?? "",
        Signer = signer,
        AigcMember = keys.Switch(ConfigurationKeys.AigcMember),
        PictureWording = keys.Text(ConfigurationKeys.PictureWording),
        PictureFont = FontFiles.Find(keys.Text(ConfigurationKeys.PictureFont)!),
        PicturePosition = keys.Choice<LabelPosition>(ConfigurationKeys.PicturePosition),
        Watermark = WatermarkOf(keys, watermark),
        ContentCredentials = keys.Choice<ContentCredentials>(ConfigurationKeys.Credentials),
        History = keys.Switch(ConfigurationKeys.StripLabelFromHistory) ? keys.History : null,
        MediaLinks = keys.Text(ConfigurationKeys.MediaLinks) is { } links ? Enum.Parse<MediaLinkPolicy>(links, ignoreCase: true)
            : keys.Text(ConfigurationKeys.PublicBaseUrl) is null ? MediaLinkPolicy.Refuse : MediaLinkPolicy.Rewrite,
        LabelledHosts = keys.Hosts(ConfigurationKeys.LabelledHosts),
        LinkHosts = keys.Hosts(ConfigurationKeys.LinkHosts),
        InternalLinkHosts = keys.Hosts(ConfigurationKeys.InternalLinkHosts),
        SoundAndVideo = keys.Choice<Foreign>(ConfigurationKeys.SoundAndVideo),
        Archives = keys.Choice<Foreign>(ConfigurationKeys.Archives),
        LabelsUserFiles = keys.Switch(ConfigurationKeys.LabelUserFiles),
        BinaryStreams = keys.Choice<Foreign>(ConfigurationKeys.BinaryStreams),
        UnknownApis = keys.Choice<Foreign>(ConfigurationKeys.UnknownApis),
        Keywords = KeywordsOf(keys, keywords, ConfigurationKeys.KeywordActions),
        PromptKeywords = keys.Switch(ConfigurationKeys.FilterPrompts) ? KeywordsOf(keys, keywords, ConfigurationKeys.PromptActions) : null,
        FilteredSides = ConfigurationKeys.TryReadSides(keys.Text(ConfigurationKeys.FilteredTexts)!, out var sides) ? sides : SideTexts.All,
        Refusal = new RefusalWording(keys.Text(ConfigurationKeys.RefusalWording)!),
        Limits = new BodyLimits(
            (int)keys.Integer(ConfigurationKeys.MaxBodyBytes), (int)keys.Integer(ConfigurationKeys.MaxEventBytes), (int)keys.Integer(ConfigurationKeys.MaxDepth)),
        MediaLimits = new MediaLimits(
            keys.Integer(ConfigurationKeys.MaxPictureBytes), keys.Integer(ConfigurationKeys.MaxPicturePixels), (int)keys.Integer(ConfigurationKeys.MaxPictureFrames)),
    };

    private static WatermarkOrder? WatermarkOf(KeyReader keys, WatermarkKeys? watermark)
    {
        if (watermark is null || keys.Choice<WatermarkUse>(ConfigurationKeys.Watermark) == WatermarkUse.Off)
        {
            return null;
        }
        var strength = keys.Choice<WatermarkPreset>(ConfigurationKeys.WatermarkStrength) switch
        {
            WatermarkPreset.Gentle => WatermarkStrength.Gentle,
            WatermarkPreset.Robust => WatermarkStrength.Robust,
            _ => WatermarkStrength.Standard,
        };
        return new WatermarkOrder(KeyOf(keys, watermark) ?? watermark.Active, 0, strength);
    }

    /// <summary>The key a route marks with; null if there is none of that number.</summary>
    private static WatermarkKey? KeyOf(KeyReader keys, WatermarkKeys watermark) =>
        keys.Text(ConfigurationKeys.WatermarkKey) is { Length: > 0 } number ? watermark.Find(int.Parse(number, CultureInfo.InvariantCulture)) : watermark.Active;

    private static void CheckNumbers(IConfiguration configuration, WatermarkKeys watermark)
    {
        var numbers = string.Join(", ", watermark.All.Select(static key => key.Id));
        var mistakes = new List<string>();
        foreach (var (where, keys) in ConfigurationCheck.Readers(configuration))
        {
            if (KeyOf(keys, watermark) is null)
            {
                mistakes.Add($"{ConfigurationKeys.Section}:{ConfigurationKeys.WatermarkKey.Path} = \"{keys.Text(ConfigurationKeys.WatermarkKey)}\" of {where}: "
                    + $"there is no key of that number among {ConfigurationKeys.WatermarkKeys.Path}; allowed: {numbers}, or empty for the first");
            }
        }
        if (mistakes.Count > 0)
        {
            throw new ConfigurationException(mistakes);
        }
    }

    private static KeywordSet? KeywordsOf(KeyReader keys, KeywordLibraries? keywords, ConfigurationKey actions) => keywords?.SetFor(
        keys.Choice<KeywordFilter>(ConfigurationKeys.KeywordFilter),
        keys.Text(actions) is { Length: > 0 } own ? own : keys.Text(ConfigurationKeys.KeywordActions)!,
        keys.Text(ConfigurationKeys.KeywordLayers)!);

    private static string Version(IConfiguration configuration, KeywordLibraries? keywords, WatermarkKeyring? watermark)
    {
        var lines = configuration.GetSection(ConfigurationKeys.Section).AsEnumerable()
            .Concat(configuration.GetSection("ReverseProxy").AsEnumerable())
            .Where(static pair => pair.Value is not null)
            .Select(static pair => $"{pair.Key.ToUpperInvariant()}={pair.Value}\n")
            .Order(StringComparer.Ordinal)
            .Append(keywords?.Fingerprint)
            .Append(watermark?.Fingerprint);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))).AsSpan(0, 6));
    }
}
