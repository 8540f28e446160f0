using GbGateway.Content;
using GbGateway.Content.Profiles;
using GbGateway.Content.Profiles.Configured;

namespace GbGateway.Configuration;

/// <summary>The section <c>Profiles</c>: APIs the operator describes. Everything wrong with it is said at once.</summary>
public static class ProfileSection
{
    /// <summary>The section's name.</summary>
    public const string Section = "Profiles";

    /// <summary>Most profiles: names are labels of metrics.</summary>
    public const int MostProfiles = 32;

    /// <summary>The keys of a profile.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["Paths", "Framing", "StreamsByDefault", "Cumulative", "ToldByShape", "EndsWithDone", "Errors", "Document", "Stream"];

    /// <summary>The keys of a place.</summary>
    public static IReadOnlyList<string> SlotKeys { get; } = ["Path", "Kind", "When", "Event", "EventName"];

    /// <summary>How streams may be framed.</summary>
    public static IReadOnlyList<string> Framings { get; } = [nameof(BodyKind.Sse), nameof(BodyKind.Ndjson)];

    /// <summary>How errors may look.</summary>
    public static IReadOnlyDictionary<string, ErrorDialect> Dialects { get; } = new Dictionary<string, ErrorDialect>(StringComparer.OrdinalIgnoreCase)
    {
        ["OpenAi"] = ErrorDialect.OpenAi,
        ["Anthropic"] = ErrorDialect.Anthropic,
        ["Google"] = ErrorDialect.Google,
        ["DashScope"] = ErrorDialect.DashScope,
        ["Qianfan"] = ErrorDialect.Qianfan,
        ["Tencent"] = ErrorDialect.Tencent,
        ["Plain"] = ErrorDialect.Plain,
        ["Message"] = ErrorDialect.Message,
    };

    /// <summary>Whether a key belongs to this section.</summary>
    public static bool Holds(string path) => path.StartsWith(Section + ":", StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds every mistake of the section, and of the routes that name profiles.</summary>
    public static void Check(IConfiguration configuration, List<string> mistakes)
    {
        var own = Read(configuration, mistakes);
        var names = own.Select(static profile => profile.Name).Concat(ApiProfiles.All.Select(static profile => profile.Name)).ToArray();
        var gateway = configuration.GetSection(ConfigurationKeys.Section);
        foreach (var (path, value) in gateway.AsEnumerable(makePathsRelative: true))
        {
            if (!string.IsNullOrEmpty(value) && !Holds(path) && path.EndsWith(":" + ConfigurationKeys.Profile.Path, StringComparison.OrdinalIgnoreCase)
                && !names.Contains(value, StringComparer.OrdinalIgnoreCase) && !IsDeclared(gateway, value))
            {
                var nearest = Spelling.Nearest(value, names);
                mistakes.Add($"{ConfigurationKeys.Section}:{path} = \"{value}\" is no profile{(nearest is null ? "" : $"; did you mean {nearest}?")}; allowed: {string.Join(", ", names)}");
            }
        }
    }

    /// <summary>The catalog of a configuration without mistakes.</summary>
    public static ProfileCatalog ReadCatalog(IConfiguration configuration) =>
        Read(configuration, []) is { Count: > 0 } own ? new ProfileCatalog(own) : ProfileCatalog.BuiltIn;

    /// <summary>Reads the operator's profiles; those with mistakes are left out.</summary>
    public static IReadOnlyList<ApiProfile> Read(IConfiguration configuration, List<string> mistakes)
    {
        var profiles = new List<ApiProfile>();
        var sections = configuration.GetSection($"{ConfigurationKeys.Section}:{Section}").GetChildren().ToArray();
        if (sections.Length > MostProfiles)
        {
            mistakes.Add($"{ConfigurationKeys.Section}:{Section} has {sections.Length} profiles; allowed: at most {MostProfiles}");
        }
        foreach (var section in sections.Take(MostProfiles))
        {
            if (FindNameMistake(section.Key) is { } wrong)
            {
                mistakes.Add($"{section.Path}: {wrong}");
            }
            else if (ConfiguredProfileCompiler.Compile(ReadProfile(section, mistakes), mistakes) is { } profile)
            {
                profiles.Add(profile);
            }
        }
        return profiles;
    }

    private static ConfiguredProfile ReadProfile(IConfigurationSection section, List<string> mistakes)
    {
        CheckKeys(section, Keys, mistakes);
        var dialect = section["Errors"] ?? "OpenAi";
        if (!Dialects.ContainsKey(dialect))
        {
            mistakes.Add($"{section.Path}:Errors = \"{dialect}\": allowed: {string.Join(", ", Dialects.Keys)}");
        }
        var framing = section["Framing"] ?? nameof(BodyKind.Sse);
        if (!Framings.Contains(framing, StringComparer.OrdinalIgnoreCase))
        {
            mistakes.Add($"{section.Path}:Framing = \"{framing}\": allowed: {string.Join(", ", Framings)}");
        }
        return new ConfiguredProfile(section.Path, section.Key)
        {
            Paths = [.. ReadList(section.GetSection("Paths"))],
            Framing = framing.Equals(nameof(BodyKind.Ndjson), StringComparison.OrdinalIgnoreCase) ? BodyKind.Ndjson : BodyKind.Sse,
            StreamsByDefault = ReadSwitch(section, "StreamsByDefault", mistakes),
            Cumulates = ReadSwitch(section, "Cumulative", mistakes),
            IsToldByShape = ReadSwitch(section, "ToldByShape", mistakes),
            EndsWithDone = ReadSwitch(section, "EndsWithDone", mistakes),
            Errors = Dialects.GetValueOrDefault(dialect, ErrorDialect.OpenAi),
            Document = ReadSlots(section.GetSection("Document"), mistakes),
            Stream = ReadSlots(section.GetSection("Stream"), mistakes),
        };
    }

    private static List<ConfiguredSlot> ReadSlots(IConfigurationSection section, List<string> mistakes)
    {
        var slots = new List<ConfiguredSlot>();
        if (section.Value is { Length: > 0 } text)
        {
            mistakes.Add($"{section.Path} = \"{text}\": allowed: a list of places, each with Path and Kind");
        }
        foreach (var slot in section.GetChildren())
        {
            CheckKeys(slot, SlotKeys, mistakes);
            slots.Add(new ConfiguredSlot(slot.Path, slot["Path"] ?? "", slot["Kind"] ?? "", slot["When"], slot["Event"], slot["EventName"]));
        }
        return slots;
    }

    private static IEnumerable<string> ReadList(IConfigurationSection section) =>
        (section.Value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(section.GetChildren().Select(static child => child.Value ?? ""));

    private static bool ReadSwitch(IConfigurationSection section, string name, List<string> mistakes)
    {
        if (section[name] is not { } text)
        {
            return false;
        }
        if (!bool.TryParse(text, out var value))
        {
            mistakes.Add($"{section.Path}:{name} = \"{text}\": allowed: true, false");
        }
        return value;
    }

    private static void CheckKeys(IConfigurationSection section, IReadOnlyList<string> known, List<string> mistakes)
    {
        foreach (var child in section.GetChildren())
        {
            if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                var nearest = Spelling.Nearest(child.Key, known);
                mistakes.Add($"{child.Path}{(child.Value is null ? "" : $" = \"{child.Value}\"")} is no key of this version{(nearest is null ? "" : $"; did you mean {nearest}?")}; allowed: {string.Join(", ", known)}");
            }
        }
    }

    // A profile with mistakes is none yet, but its name is no mistake of the route's.
    private static bool IsDeclared(IConfiguration gateway, string name) =>
        gateway.GetSection(Section).GetChildren().Any(child => child.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string? FindNameMistake(string name) =>
        name.Length is 0 or > 40 || name.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-")
            ? "a profile's name is a label of metrics; allowed: 1 to 40 of a-z, 0-9 and -"
            : ApiProfiles.All.Any(profile => profile.Name == name) ? "a built-in profile has this name; allowed: any other" : null;
}
