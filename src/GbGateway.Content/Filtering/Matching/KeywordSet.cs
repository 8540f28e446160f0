using System.Globalization;

namespace GbGateway.Content.Filtering;

/// <summary>Keyword libraries, compiled: immutable, shared by all scans, swapped whole when a library changes.</summary>
public sealed class KeywordSet
{
    private readonly KeywordAutomaton[] _automata;
    private readonly Prefilter?[] _filters;
    private readonly bool[] _acts;
    private readonly KeywordRule[] _rules;
    private readonly string[] _layers;
    private readonly IReadOnlyDictionary<int, string> _ids;
    private readonly IReadOnlyDictionary<int, string> _replacements;

    internal KeywordSet(KeywordSetParts parts)
    {
        _automata = [.. parts.Automata];
        _filters = [.. parts.Automata.Select(Prefilter.Make)];
        _acts = [.. parts.Acts];
        _rules = parts.Rules;
        _layers = [.. parts.Layers];
        _ids = parts.Ids;
        _replacements = parts.Replacements;
        Combinations = [.. parts.Combinations];
        Expressions = [.. parts.Expressions];
        TermsOf = parts.TermsOf;
        Version = parts.Version;
        Problems = parts.Problems;
        Entries = parts.Entries;
        foreach (KeywordRule rule in _rules)
        {
            HasAllow |= rule.Kind == RuleKind.Allow;
        }
    }

    /// <summary>A set that finds nothing.</summary>
    public static KeywordSet Empty { get; } = Compile([], FilterActions.ObserveAll, DateOnly.MinValue);

    /// <summary>The layers' versions, as they stand in verdicts.</summary>
    public string Version { get; }

    /// <summary>Entries that are looked for: those expired or unusable aren't.</summary>
    public int Entries { get; }

    /// <summary>Entries that could not be used, and why. The set works without them.</summary>
    public IReadOnlyList<KeywordProblem> Problems { get; }

    /// <summary>Bytes held.</summary>
    public long Bytes => _automata.Sum(static automaton => automaton.Bytes) + _filters.Sum(static filter => filter?.Bytes ?? 0) + _rules.Length * 16L;

    /// <summary>Whether every rule only observes.</summary>
    public bool OnlyObserves => !_acts.Contains(true) && !Array.Exists(Expressions, static one => one.Acts);

    internal bool HasAllow { get; }

    internal Combination[] Combinations { get; }

    /// <summary>The regular expressions, which <see cref="TextFilter"/> looks for beside the automata.</summary>
    internal RegexRule[] Expressions { get; }

    internal IReadOnlyDictionary<int, CombinationTerm> TermsOf { get; }

    internal ReadOnlySpan<KeywordRule> Rules => _rules;

    internal ReadOnlySpan<KeywordAutomaton> Automata => _automata;

    /// <summary>Compiles layers, later ones beside earlier ones.</summary>
    /// <param name="layers">The libraries, the most general first.</param>
    /// <param name="actions">What to do about hits.</param>
    /// <param name="today">The day that expiry dates are held against.</param>
    public static KeywordSet Compile(IReadOnlyList<KeywordLibrary> layers, FilterActions actions, DateOnly today) =>
        KeywordSetBuilder.Build(layers, actions, today);

    /// <summary>Scans one whole text.</summary>
    public void Scan<TSink>(ReadOnlySpan<byte> text, ref TSink sink)
        where TSink : struct, IHitSink
    {
        ScanState state = default;
        Scan(text, ref state, final: true, ref sink);
    }

    /// <summary>
    /// Scans what is new in a window of UTF-8 text. The window begins with the bytes that the last call left <see cref="ScanResult.Live"/>;
    /// nothing is allocated.
    /// </summary>
    /// <param name="window">The text held back, then the new text.</param>
    /// <param name="state">The state of this run of text.</param>
    /// <param name="final">Whether the text ends here.</param>
    /// <param name="sink">Receives the hits, in no order; offsets are the window's.</param>
    public ScanResult Scan<TSink>(ReadOnlySpan<byte> window, ref ScanState state, bool final, ref TSink sink)
        where TSink : struct, IHitSink
    {
        int live = window.Length, acting = window.Length;
        for (int i = 0; i < _automata.Length; i++)
        {
            ref GroupState group = ref state.Groups[i];
            ScanEnd end = window.Length - group.From >= FilteredScan<TSink>.WorthIt && _filters[i] is { } filter && FilteredScan<TSink>.Supported
                ? new FilteredScan<TSink>(filter, window, group.From, group.AfterWord, group.Read, ref sink).Run(final)
                : new AutomatonScan<TSink>(_automata[i], window, group.Read, ref sink).Run(group.From, group.AfterWord, final);
            group.From = end.Live;
            group.Read = end.Read;
            group.AfterWord = end.AfterWord;
            live = Math.Min(live, end.Live);
            acting = _acts[i] ? Math.Min(acting, end.Live) : acting;
        }

        return new ScanResult(live, OnlyObserves ? window.Length : acting);
    }

    /// <summary>What a rule's hit means; never any of its text.</summary>
    public KeywordFinding Finding(int rule)
    {
        KeywordRule found = _rules[rule];
        return new KeywordFinding(RuleId(rule), found.Risk, found.Severity, found.Action, _layers[found.Layer], Version);
    }

    internal string? Replacement(int rule) => _replacements.GetValueOrDefault(rule);

    private string RuleId(int rule) => _ids.TryGetValue(rule, out string? id)
        ? id
        : string.Create(CultureInfo.InvariantCulture, $"{_layers[_rules[rule].Layer]}/{_rules[rule].TextHash:x16}");
}
