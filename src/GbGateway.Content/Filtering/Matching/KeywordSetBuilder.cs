namespace GbGateway.Content.Filtering;

/// <summary>Sorts the entries of all layers into pattern lists, one a choice of foldings, and builds their automata.</summary>
internal sealed class KeywordSetBuilder
{
    private const TextFolding NotOfCharacters = TextFolding.WholeWords | TextFolding.Pinyin;

    private readonly FilterActions _actions;
    private readonly GrowingList<KeywordRule> _rules = new(256);
    private readonly Dictionary<(TextFolding Folding, bool Acts), PatternList> _lists = [];
    private readonly List<string> _layers = [];
    private readonly Dictionary<int, string> _ids = [];
    private readonly Dictionary<int, string> _replacements = [];
    private readonly List<Combination> _combinations = [];
    private readonly Dictionary<int, CombinationTerm> _termsOf = [];
    private readonly List<RegexRule> _expressions = [];
    private readonly List<KeywordProblem> _problems = [];
    private readonly List<(KeywordEntry Entry, KeywordLibrary Library, byte Layer)> _allowed = [];
    private int _entries;

    private KeywordSetBuilder(FilterActions actions) => _actions = actions;

    internal static KeywordSet Build(IReadOnlyList<KeywordLibrary> layers, FilterActions actions, DateOnly today)
    {
        if (layers.Count > byte.MaxValue)
        {
            throw new ArgumentException($"A set has at most {byte.MaxValue} layers.", nameof(layers));
        }

        var builder = new KeywordSetBuilder(actions);
        foreach (KeywordLibrary library in layers)
        {
            byte layer = (byte)builder._layers.Count;
            builder._layers.Add(library.Name);
            foreach (KeywordEntry entry in library.Entries)
            {
                if (!(entry.Expires < today))
                {
                    builder.Add(entry, library, layer);
                }
            }
        }

        builder.AddAllowed();
        return builder.Finish(layers);
    }

    private void Add(KeywordEntry entry, KeywordLibrary library, byte layer)
    {
        switch (entry.Kind)
        {
            case KeywordKind.Allow:
                _allowed.Add((entry, library, layer));
                break;
            case KeywordKind.Near or KeywordKind.Without:
                AddCombination(entry, library, layer);
                break;
            case KeywordKind.Regex:
                AddExpression(entry, library, layer);
                break;
            default:
                AddText(entry.Text, entry, library, NewRule(entry, layer, RuleKind.Word));
                break;
        }
    }

    private void AddCombination(KeywordEntry entry, KeywordLibrary library, byte layer)
    {
        if (entry.OtherTerms.Count is 0 or > 7)
        {
            Note("a combination has two to eight terms", entry, library);
            return;
        }

        int combination = _combinations.Count;
        int rule = NewRule(entry, layer, RuleKind.Word);
        _combinations.Add(new Combination(rule, entry.OtherTerms.Count + 1, Math.Clamp(entry.Within, 0, 200), entry.Kind == KeywordKind.Without));
        for (int term = 0; term <= entry.OtherTerms.Count; term++)
        {
            int termRule = NewRule(entry, layer, RuleKind.Term);
            _termsOf[termRule] = new CombinationTerm(combination, term);
            AddText(term == 0 ? entry.Text : entry.OtherTerms[term - 1], entry, library, termRule);
        }
    }

    private void AddExpression(KeywordEntry entry, KeywordLibrary library, byte layer)
    {
        int rule = NewRule(entry, layer, RuleKind.Word);
        RegexRule? made = null;
        string? problem = _expressions.Count == RegexRule.MaxRules
            ? $"a set has at most {RegexRule.MaxRules} regular expressions"
            : RegexRule.TryMake(entry.Text, entry.Folding ?? library.Folding, rule, _rules[rule].Action > FilterAction.Escalate, out made);
        Note(problem, entry, library);
        if (made is not null)
        {
            _expressions.Add(made);
            _entries++;
        }
    }

    private int NewRule(KeywordEntry entry, byte layer, RuleKind kind)
    {
        int rule = _rules.Count;
        _rules.Add(new KeywordRule(Hash(entry.Text), entry.Risk, entry.Severity, _actions.Of(entry), kind, layer));
        if (entry.Id is { Length: > 0 } id)
        {
            _ids[rule] = id;
        }

        if (entry.Replacement is { } replacement)
        {
            _replacements[rule] = replacement;
        }

        return rule;
    }

    private void AddText(string text, KeywordEntry entry, KeywordLibrary library, int rule)
    {
        TextFolding folding = entry.Folding ?? library.Folding;
        bool acts = _rules[rule].Action > FilterAction.Escalate;
        string? problem = AddPattern(text, folding, acts, rule);
        Note(problem, entry, library);
        if (problem is null)
        {
            _entries++;
            if ((folding & TextFolding.Pinyin) != 0)
            {
                foreach (string spelling in PinyinSpellings.Of(text))
                {
                    AddPattern(spelling, folding, acts, rule);
                }
            }
        }
    }

    private string? AddPattern(string text, TextFolding folding, bool acts, int rule)
    {
        bool wholeWords = (folding & TextFolding.WholeWords) != 0;
        folding &= ~NotOfCharacters;
        int symbols = ListOf(folding, acts)?.Add(text, wholeWords, rule) ?? -2;
        if (symbols == 0)
        {
            // An entry of separators or invisible characters alone means just those.
            folding &= ~(TextFolding.Separators | TextFolding.Invisible | TextFolding.LineEnds);
            symbols = ListOf(folding, acts)?.Add(text, wholeWords, rule) ?? -2;
        }

        return symbols switch
        {
            0 => "empty",
            -1 => $"longer than {KeywordAutomaton.MaxSymbols} characters",
            -2 => $"a set may mix {ScanState.MaxGroups} choices of foldings; this one would be one more",
            _ => null,
        };
    }

    private PatternList? ListOf(TextFolding folding, bool acts)
    {
        if (!_lists.TryGetValue((folding, acts), out PatternList? list) && _lists.Count < ScanState.MaxGroups)
        {
            _lists[(folding, acts)] = list = new PatternList(folding);
        }

        return list;
    }

    // Allowed phrases shield hits of either sort, so they are held back for like the rules that act, if there are any.
    private void AddAllowed()
    {
        bool acts = _lists.Keys.Any(static key => key.Acts) || _expressions.Exists(static one => one.Acts);
        foreach ((KeywordEntry entry, KeywordLibrary library, byte layer) in _allowed)
        {
            int rule = NewRule(entry, layer, RuleKind.Allow);
            string? problem = AddPattern(entry.Text, entry.Folding ?? library.Folding, acts, rule);
            Note(problem, entry, library);
            _entries += problem is null ? 1 : 0;
        }
    }

    private void Note(string? problem, KeywordEntry entry, KeywordLibrary library)
    {
        if (problem is not null)
        {
            _problems.Add(new KeywordProblem(library.Name, entry.Line, problem));
        }
    }

    private KeywordSet Finish(IReadOnlyList<KeywordLibrary> layers)
    {
        var automata = new List<KeywordAutomaton>();
        var acts = new List<bool>();
        foreach (((_, bool acting), PatternList list) in _lists)
        {
            if (list.Count > 0)
            {
                automata.Add(AutomatonBuilder.Build(list));
                acts.Add(acting);
            }
        }

        return new KeywordSet(new KeywordSetParts
        {
            Automata = automata,
            Acts = acts,
            Rules = _rules.ToArray(),
            Layers = _layers,
            Ids = _ids,
            Replacements = _replacements,
            Combinations = _combinations,
            TermsOf = _termsOf,
            Expressions = _expressions,
            Problems = _problems,
            Version = string.Join('+', layers.Select(static library => library.Version)),
            Entries = _entries,
        });
    }

    // FNV-1a, mixed: it names a rule, it proves nothing.
    private static ulong Hash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        hash ^= hash >> 32;
        return hash * 0x9E3779B97F4A7C15;
    }
}
