namespace GbGateway.Content.Filtering;

/// <summary>
/// Follows the rules of several terms through a run of text. Fed with the settled hits of their terms in the order of the text; says how
/// much of the text still has to wait for a term that may follow.
/// </summary>
internal sealed class CombinationTracker
{
    /// <summary>Characters that are gone back over for terms an absent one calls off: 200 between them, and 1,000 of a term stretched by separators.</summary>
    private const int Farthest = 1200;

    private readonly KeywordSet _set;
    private readonly int[] _firstTerm;
    private readonly TermHit[] _latest;
    private readonly List<TermHit> _waiting = [];

    internal CombinationTracker(KeywordSet set)
    {
        _set = set;
        _firstTerm = new int[set.Combinations.Length];
        int terms = 0;
        for (int i = 0; i < _firstTerm.Length; i++)
        {
            _firstTerm[i] = terms;
            terms += set.Combinations[i].Terms;
        }

        _latest = new TermHit[terms];
        Array.Fill(_latest, TermHit.Never);
    }

    /// <summary>Terms gone over.</summary>
    internal long Steps { get; private set; }

    /// <summary>A settled hit of a term.</summary>
    internal void Add(TextHit hit, long startCharacter, long endCharacter, HitList found)
    {
        CombinationTerm term = _set.TermsOf[hit.Rule];
        Combination combination = _set.Combinations[term.Combination];
        var now = new TermHit(term.Combination, hit.Start, hit.End, startCharacter, endCharacter);
        Span<TermHit> latest = _latest.AsSpan(_firstTerm[term.Combination], combination.Terms);
        latest[term.Term] = now;
        if (combination.Without)
        {
            AddWithout(term.Term, now, latest, combination);
            return;
        }

        int start = hit.Start, end = hit.End;
        bool all = true;
        for (int other = 0; other < latest.Length; other++)
        {
            all &= other == term.Term || startCharacter - latest[other].EndCharacter <= combination.Within;
            start = Math.Min(start, latest[other].Start);
            end = Math.Max(end, latest[other].End);
        }

        if (all)
        {
            found.Add(new TextHit(start, end, combination.Rule, _set.Rules[combination.Rule].Action));
        }

        // Even so another term may follow it.
        _waiting.Add(now);
    }

    /// <summary>Settles what no later term can change any more; the first byte that still has to wait.</summary>
    /// <param name="character">Characters of the run before the first that may still become a hit; <see cref="long.MaxValue"/> at its end.</param>
    /// <param name="acting">The same for the rules that change the text.</param>
    /// <param name="live">The byte of <paramref name="acting"/>.</param>
    /// <param name="found">Receives the combinations found.</param>
    internal int Settle(long character, long acting, int live, HitList found)
    {
        int hold = live;
        int kept = 0;
        for (int i = 0; i < _waiting.Count; i++)
        {
            Steps++;
            TermHit waiting = _waiting[i];
            Combination combination = _set.Combinations[waiting.Combination];
            bool acts = _set.Rules[combination.Rule].Action > FilterAction.Escalate;
            if ((acts ? acting : character) <= waiting.EndCharacter + combination.Within)
            {
                hold = acts ? Math.Min(hold, waiting.Start) : hold;
                _waiting[kept++] = waiting;
            }
            else if (combination.Without)
            {
                found.Add(new TextHit(waiting.Start, waiting.End, combination.Rule, _set.Rules[combination.Rule].Action));
            }
        }

        _waiting.RemoveRange(kept, _waiting.Count - kept);
        return hold;
    }

    internal void Shift(int bytes)
    {
        for (int i = 0; i < _waiting.Count; i++)
        {
            _waiting[i] = _waiting[i].Shift(bytes);
        }

        foreach (ref TermHit latest in _latest.AsSpan())
        {
            latest = latest.Shift(bytes);
        }
    }

    private void AddWithout(int term, TermHit now, Span<TermHit> latest, Combination combination)
    {
        if (term > 0)
        {
            // An absent term has come: what it reaches is no hit. What began long before it is out of its reach.
            for (int i = _waiting.Count - 1; i >= 0 && now.StartCharacter - _waiting[i].StartCharacter <= Farthest; i--)
            {
                Steps++;
                if (_waiting[i].Combination == now.Combination && now.StartCharacter - _waiting[i].EndCharacter <= combination.Within)
                {
                    _waiting.RemoveAt(i);
                }
            }

            return;
        }

        foreach (TermHit other in latest[1..])
        {
            if (now.StartCharacter - other.EndCharacter <= combination.Within)
            {
                return;
            }
        }

        _waiting.Add(now);
    }
}
