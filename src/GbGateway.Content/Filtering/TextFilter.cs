using System.Buffers;
using System.Runtime.InteropServices;

namespace GbGateway.Content.Filtering;

/// <summary>
/// Filters one run of text (one choice and field of a stream, one string of a body): bytes in, bytes out, cut anywhere. Holds back
/// exactly what may still become a hit, and never within a grapheme; what it writes doesn't depend on the cuts.
/// </summary>
/// <remarks>
/// 1. Append to the window; 2. scan it; 3. settle the hits before which nothing can begin any more: shielded ones are dropped, terms go
/// to their combinations; 4. release the text up to there, with the actions applied; 5. drop what is no longer needed.
/// </remarks>
public sealed class TextFilter : RunFilter
{
    private readonly KeywordSet _set;
    private readonly TextFilterOptions _options;
    private readonly Action<int>? _onHit;
    private readonly FilterWindow _window = new();
    private readonly JsonEscapes? _escapes;
    private readonly byte[] _mask;
    private readonly int _depth;
    private HitList _found = new();
    private HitList _kept = new();
    private readonly HitList _combined = new();
    private readonly HitList _acting = new();
    private readonly RegexScan? _expressions;
    private CombinationTracker? _combinations;
    private ScanState _state;
    private FilterVerdict? _verdict;
    private long _steps;
    private long _counted;
    private int _countedTo;
    private int _released;
    private int _regionEnd;
    private bool _regionMasks;
    private bool _changed;

    /// <param name="set">What is looked for.</param>
    /// <param name="options">How hits are changed.</param>
    /// <param name="onHit">Told every settled hit's rule, for reports; null on the path.</param>
    /// <param name="json">Whether the bytes are the content of a JSON string: escapes are then resolved for matching, and kept in the output.</param>
    public TextFilter(KeywordSet set, TextFilterOptions? options = null, bool json = false, Action<int>? onHit = null)
        : this(set, options ?? new TextFilterOptions(), json ? 1 : 0, json, null)
    {
        _onHit = onHit;
    }

    /// <param name="set">What is looked for.</param>
    /// <param name="options">How hits are changed.</param>
    /// <param name="depth">How many JSON strings, one in the other, the text stands in: what is put in is escaped as often.</param>
    /// <param name="unescapes">Whether the innermost escapes are resolved here.</param>
    /// <param name="verdict">A verdict shared with other runs; null for one of its own.</param>
    internal TextFilter(KeywordSet set, TextFilterOptions options, int depth, bool unescapes, FilterVerdict? verdict)
    {
        (_set, _options, _depth, _verdict) = (set, options, depth, verdict);
        _mask = TextFilterOptions.Encode(options.Mask, depth);
        _escapes = unescapes ? new JsonEscapes() : null;
        _combinations = set.Combinations.Length > 0 ? new CombinationTracker(set) : null;
        _expressions = set.Expressions.Length > 0 ? new RegexScan(set) : null;
    }

    /// <inheritdoc/>
    public override FilterVerdict Verdict => _verdict ?? FilterVerdict.Clean;

    /// <inheritdoc/>
    public override int Held => Blocked ? 0 : _window.RawOffset(_window.Length) - _window.RawOffset(_released) + (_escapes?.Waiting ?? 0);

    /// <inheritdoc/>
    public override FilterVerdict Push(ReadOnlySpan<byte> utf8Text, IBufferWriter<byte> release)
    {
        if (Blocked || utf8Text.IsEmpty)
        {
            return Verdict;
        }

        Take(utf8Text);
        Go(release, final: false);
        return Verdict;
    }

    /// <inheritdoc/>
    public override FilterVerdict Flush(IBufferWriter<byte> release)
    {
        if (!Blocked)
        {
            _escapes?.Flush(_window);
            Go(release, final: true);
        }

        return Verdict;
    }

    /// <summary>Work done beside the scan: hits looked at, terms and bytes gone over again. It grows with the text, never with its square.</summary>
    internal long Steps => _steps + (_combinations?.Steps ?? 0);

    /// <summary>Gives the buffers back.</summary>
    public override void Dispose()
    {
        _window.Dispose();
        _expressions?.Dispose();
    }

    /// <summary>Takes a piece of the text; <see cref="Go(IBufferWriter{byte})"/> scans it.</summary>
    internal void Take(ReadOnlySpan<byte> text)
    {
        if (_escapes is null)
        {
            _window.Append(text);
        }
        else
        {
            _escapes.Push(text, _window);
        }
    }

    /// <summary>Takes a character that is spelled <paramref name="raw"/>.</summary>
    internal void Take(ReadOnlySpan<byte> character, ReadOnlySpan<byte> raw)
    {
        if (_escapes is null)
        {
            _window.AppendEscaped(character, raw);
        }
        else
        {
            _escapes.Push(character, raw, _window);
        }
    }

    /// <summary>Scans what was taken and writes what can be sent.</summary>
    internal void Go(IBufferWriter<byte> release)
    {
        if (!Blocked && (_window.Length > 0 || _escapes is { Waiting: > 0 }))
        {
            Go(release, final: false);
        }
    }

    /// <summary>Begins another text after a <see cref="Flush"/>; what was found stays.</summary>
    internal void Restart()
    {
        _window.Drop(_window.Length);
        _found.Clear();
        _kept.Clear();
        _combined.Clear();
        _acting.Clear();
        _state = default;
        _expressions?.Restart();
        _combinations = _set.Combinations.Length > 0 ? new CombinationTracker(_set) : null;
        (_counted, _countedTo, _released, _regionEnd, _regionMasks, _changed) = (0, 0, 0, 0, false, false);
    }

    private void Go(IBufferWriter<byte> release, bool final)
    {
        var collector = new HitCollector(_set, _found);
        ScanResult result = _set.Scan(_window.Text, ref _state, final, ref collector);
        if (_expressions is not null)
        {
            ScanResult more = _expressions.Scan(_window.Text, final, _found);
            result = new ScanResult(Math.Min(result.Live, more.Live), Math.Min(result.LiveActing, more.LiveActing));
        }

        int hold = result.LiveActing;
        if (_found.Count > 0 || _combinations is not null)
        {
            hold = Settle(result.Live, result.LiveActing, final);
        }

        Release(hold, release, final);
        if (Blocked)
        {
            _window.Dispose();
            return;
        }

        Drop(Math.Min(result.Live, _released));
    }

    // A hit is settled when no shield around it and no combination with it can begin any more: for rules that act before `acting`, for
    // those that observe before `live`. Returns the first byte that has to wait.
    private int Settle(int live, int acting, bool final)
    {
        _found.Sort();
        bool atOnce = final || (!_set.HasAllow && _combinations is null);
        int next = 0, shielded = 0;
        for (int i = 0; i < _found.Count; i++)
        {
            TextHit hit = _found[i];
            RuleKind kind = _set.Rules[hit.Rule].Kind;
            _steps++;

            // How far the shields reach that begin here or before.
            for (; _set.HasAllow && next < _found.Count && _found[next].Start <= hit.Start; next++)
            {
                _steps++;
                shielded = _set.Rules[_found[next].Rule].Kind == RuleKind.Allow ? Math.Max(shielded, _found[next].End) : shielded;
            }

            if (kind == RuleKind.Allow
                ? !final && hit.End > live
                : !atOnce && hit.Start >= (hit.Action > FilterAction.Escalate ? acting : live))
            {
                _kept.Add(hit);
            }
            else if (kind == RuleKind.Word && hit.End > shielded)
            {
                Take(hit);
            }
            else if (kind == RuleKind.Term && hit.End > shielded)
            {
                AddTerm(hit);
            }
        }

        _found.Clear();
        (_found, _kept) = (_kept, _found);
        return _combinations is null ? acting : SettleCombinations(live, acting, final);
    }

    private int SettleCombinations(int live, int acting, bool final)
    {
        int hold = final
            ? _combinations!.Settle(long.MaxValue, long.MaxValue, acting, _combined)
            : _combinations!.Settle(CharactersBefore(live), CharactersBefore(acting), acting, _combined);
        foreach (TextHit hit in _combined.Span)
        {
            Take(hit);
        }

        _combined.Clear();
        return hold;
    }

    private void AddTerm(TextHit hit)
    {
        long start = CharactersBefore(hit.Start);
        _combinations!.Add(hit, start, start + Characters(_window.Text[hit.Start..hit.End]), _combined);
    }

    private void Take(TextHit hit)
    {
        (_verdict ??= new FilterVerdict()).Add(_set, hit.Rule);
        _onHit?.Invoke(hit.Rule);
        if (hit.Action > FilterAction.Escalate)
        {
            _acting.Add(hit);
        }
    }

    private void Release(int settled, IBufferWriter<byte> release, bool final)
    {
        int end = final ? _window.Length : GraphemeStart(Math.Max(settled, _released));
        _acting.Sort();
        int next = 0;
        while (_released < end)
        {
            TextHit hit = next < _acting.Count ? _acting[next] : default;
            if (next < _acting.Count && hit.Start <= _released)
            {
                next++;
                if (hit.End > _released && !Begin(hit, release))
                {
                    return;
                }

                continue;
            }

            int until = next < _acting.Count ? Math.Min(hit.Start, end) : end;
            if (_released < _regionEnd)
            {
                until = Math.Min(until, _regionEnd);
                Mask(_released, until, release);
            }
            else
            {
                Copy(_released, until, release);
            }

            _released = until;
        }

        _acting.RemoveFirst(next);
    }

    // A hit reaches the front: false if it ends the run.
    private bool Begin(TextHit hit, IBufferWriter<byte> release)
    {
        if (hit.Action == FilterAction.Block)
        {
            Blocked = true;
            return false;
        }

        if (_released >= _regionEnd)
        {
            _regionMasks = hit.Action == FilterAction.Mask;
            if (!_regionMasks)
            {
                release.Write(TextFilterOptions.Encode(_set.Replacement(hit.Rule) ?? _options.Replacement, _depth));
            }
        }

        _regionEnd = Math.Max(_regionEnd, hit.End);
        return true;
    }

    // One mask a grapheme: what joins a masked character goes with it.
    private void Mask(int start, int end, IBufferWriter<byte> release)
    {
        _changed = true;
        while (start < end)
        {
            int codePoint = Utf8Text.Decode(_window.Text[start..end], out int length);
            start += Math.Max(length, 1);
            if (_regionMasks && (codePoint < 0 || (CharacterFolds.Kinds(codePoint) & CharacterKinds.Joins) == 0))
            {
                release.Write(_mask);
            }
        }
    }

    private void Copy(int start, int end, IBufferWriter<byte> release)
    {
        while (_changed && start < end)
        {
            int codePoint = Utf8Text.Decode(_window.Text[start..end], out int length);
            _changed = codePoint >= 0 && (CharacterFolds.Kinds(codePoint) & CharacterKinds.Joins) != 0;
            start += _changed ? length : 0;
        }

        if (start < end)
        {
            release.Write(_window.Raw(start, end));
        }
    }

    // The start of the grapheme that `at` lies in, as far as marks and joiners tell; nothing that was released is asked back.
    private int GraphemeStart(int at)
    {
        ReadOnlySpan<byte> text = _window.Text;
        while (at > _released && at < text.Length)
        {
            int before = Utf8Text.Previous(text, at, _released);
            int previous = Utf8Text.Decode(text[before..], out _);
            int codePoint = Utf8Text.Decode(text[at..], out _);
            bool joined = previous == 0x200D || (codePoint >= 0 && (CharacterFolds.Kinds(codePoint) & CharacterKinds.Joins) != 0);
            if (!joined)
            {
                break;
            }

            at = before;
        }

        return at;
    }

    private void Drop(int bytes)
    {
        if (bytes == 0)
        {
            return;
        }

        if (_combinations is not null)
        {
            CharactersBefore(Math.Max(_countedTo, bytes));
        }

        _countedTo -= _combinations is null ? 0 : bytes;
        _expressions?.Drop(_window.Text[..bytes]);
        _window.Drop(bytes);
        _state.Drop(bytes);
        _found.Shift(bytes);
        _acting.Shift(bytes);
        _combinations?.Shift(bytes);
        _released -= bytes;
        _regionEnd = Math.Max(_regionEnd - bytes, 0);
    }

    // Counted on from the place asked for last: hits come in the order of the text.
    private long CharactersBefore(int offset)
    {
        _counted += offset >= _countedTo ? Characters(_window.Text[_countedTo..offset]) : -Characters(_window.Text[offset.._countedTo]);
        _steps += Math.Abs(offset - _countedTo);
        _countedTo = offset;
        return _counted;
    }

    private static int Characters(ReadOnlySpan<byte> text)
    {
        int characters = 0;
        foreach (sbyte b in MemoryMarshal.Cast<byte, sbyte>(text))
        {
            characters += b >= -64 ? 1 : 0;
        }

        return characters;
    }
}
