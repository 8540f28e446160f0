using System.Security.Cryptography;
using System.Text;
using GbGateway.Configuration;
using GbGateway.Content.Filtering;

namespace GbGateway.Policies;

/// <summary>One reading of the keyword folder: its layers, and the sets compiled from them, one for each way routes use them.</summary>
public sealed class KeywordLibraries
{
    private readonly IReadOnlyList<KeywordLibrary> _layers;
    private readonly Dictionary<string, KeywordSet> _sets = [];

    private KeywordLibraries(IReadOnlyList<KeywordLibrary> layers, IReadOnlyList<KeywordProblem> problems, string fingerprint, DateTimeOffset loaded)
    {
        (_layers, Problems, Fingerprint, Loaded) = (layers, problems, fingerprint, loaded);
        // Compiled once here, so that an entry no set can use is known before routes ask.
        Observing = KeywordSet.Compile(layers, FilterActions.ObserveAll, Today);
        Updated = layers.Max(static layer => layer.Updated);
    }

    /// <summary>Tells this reading from others.</summary>
    public string Fingerprint { get; }

    /// <summary>When it was read.</summary>
    public DateTimeOffset Loaded { get; }

    /// <summary>The day of the last change, if a layer says.</summary>
    public DateOnly? Updated { get; }

    /// <summary>The set that only observes.</summary>
    public KeywordSet Observing { get; }

    /// <summary>What is wrong with files and entries; the others work.</summary>
    public IReadOnlyList<KeywordProblem> Problems { get; }

    private DateOnly Today => DateOnly.FromDateTime(Loaded.Date);

    /// <summary>Reads a folder. Throws an <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> if it can't be read.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="now">The time, for expiry dates.</param>
    public static KeywordLibraries Read(string folder, DateTimeOffset now)
    {
        var fingerprint = FingerprintOf(folder, now);
        var problems = new List<KeywordProblem>();
        var layers = KeywordFiles.ReadFolder(folder, problems);
        return new KeywordLibraries(layers, problems, fingerprint, now);
    }

    /// <summary>
    /// What the folder looks like from outside: every file behind its links, length, time of change; and the day, for expiry dates. A
    /// mounted ConfigMap changes by its links alone.
    /// </summary>
    public static string FingerprintOf(string folder, DateTimeOffset now)
    {
        var text = new StringBuilder($"{now.Date:yyyyMMdd}");
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
            text.Append('|').Append(path).Append('>').Append(target.FullName).Append(':').Append(target.Exists ? target.Length : -1).Append('@').Append(target.LastWriteTimeUtc.Ticks);
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 6));
    }

    /// <summary>
    /// The set for routes with these actions and layers; null where the route filters nothing. Throws a <see cref="ConfigurationException"/>
    /// if a layer is not there: what it was to find would pass.
    /// </summary>
    /// <param name="filter">What the library does on the route.</param>
    /// <param name="actions">The table of actions.</param>
    /// <param name="layers">Names of layers with semicolons between; empty for all.</param>
    public KeywordSet? SetFor(KeywordFilter filter, string actions, string layers)
    {
        if (filter == KeywordFilter.Off)
        {
            return null;
        }
        var names = layers.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (filter == KeywordFilter.Observe && names.Length == 0)
        {
            return Observing;
        }
        var key = filter == KeywordFilter.Observe ? $"\n{string.Join(';', names)}" : $"{actions}\n{string.Join(';', names)}";
        lock (_sets)
        {
            if (!_sets.TryGetValue(key, out var set))
            {
                var table = filter == KeywordFilter.Observe ? FilterActions.ObserveAll : KeywordActionTable.Read(actions);
                _sets[key] = set = KeywordSet.Compile(names.Length == 0 ? _layers : [.. names.Select(Layer)], table, Today);
            }
            return set;
        }
    }

    private KeywordLibrary Layer(string name) =>
        _layers.FirstOrDefault(layer => layer.Name == name)
        ?? throw new ConfigurationException([$"{ConfigurationKeys.KeywordLayers.Path}: the keyword library has no layer \"{name}\"; it has {string.Join(", ", _layers.Select(static layer => layer.Name))}"]);
}
