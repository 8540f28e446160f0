using System.Runtime.InteropServices;
using GbGateway.Content.Profiles;

namespace GbGateway.Content.Bodies;

/// <summary>
/// The event scanned last, as a pattern for the next: the events of a stream differ in few strings and numbers. One that has the shape
/// is read by comparing bytes, some ten times faster than by walking its JSON, and gives the same hits.
/// 1. A scan leaves its document and hits here (<see cref="Begin"/>, <see cref="Keep"/>).
/// 2. The first event that differs inside a string or number makes that one a variable.
/// 3. Any other difference is a miss: the event is scanned, and is the pattern from then on.
/// A value that decides what others mean (a type, a thought) is never a variable.
/// </summary>
internal sealed class EventShape : IDisposable
{
    /// <summary>More values that change from event to event are walked faster than compared.</summary>
    private const int MostVariables = 8;

    /// <summary>Longer documents are rare in streams, and mostly pictures.</summary>
    private const int LongestPattern = 16 << 10;

    /// <summary>A stream that has missed so often in a row has no shape worth keeping.</summary>
    private const int MostMisses = 16;

    private readonly PooledBuffer _pattern = new();
    private readonly SlotHits _hits = new();
    private readonly Variable[] _variables = new Variable[MostVariables];
    private readonly List<int> _fixed = [];
    private readonly List<(byte Start, byte End, byte Parent)> _behind = [];
    private int _count;
    private int _misses;

    /// <summary>Reads a document that has the shape.</summary>
    /// <returns>Whether it has; if not, <paramref name="hits"/> are unchanged.</returns>
    public bool TryRead(ReadOnlySpan<byte> json, SlotHits hits)
    {
        var pattern = _pattern.Span;
        if (pattern.IsEmpty || !Fits(json, pattern))
        {
            _misses++;
            return false;
        }
        _misses = 0;
        Span<int> moves = stackalloc int[MostVariables + 1];
        for (var i = 0; i < _count; i++)
        {
            moves[i + 1] = moves[i] + _variables[i].Shift;
        }
        var kept = _hits.Span;
        var moved = hits.ResetLike(_hits, _hits.RootEnd < 0 ? -1 : _hits.RootEnd + moves[_count]);
        for (var i = 0; i < kept.Length; i++)
        {
            ref readonly var hit = ref kept[i];
            var (start, end, parent) = _behind[i];
            moved[i] = new SlotHit(hit.Slot, hit.Token, hit.Start + moves[start], hit.Length + moves[end] - moves[start], hit.Ordinal, hit.Inner, hit.Parent + moves[parent]);
        }
        return true;
    }

    /// <summary>Takes a scanned document as the pattern; <paramref name="hits"/> are all there are, before conditions drop any.</summary>
    public void Begin(ReadOnlySpan<byte> json, SlotTree tree, SlotHits hits)
    {
        _pattern.Clear();
        _count = 0;
        if (_misses > MostMisses || json.Length > LongestPattern)
        {
            return;
        }
        _pattern.Append(json);
        _fixed.Clear();
        foreach (var hit in hits.Span)
        {
            if (tree.Slots[hit.Slot].Kind is SlotKind.EventType or SlotKind.TextType or SlotKind.Thought or SlotKind.MediaType or SlotKind.Mark or SlotKind.Author)
            {
                _fixed.Add(hit.Start);
            }
        }
    }

    /// <summary>Takes the hits that hold.</summary>
    public void Keep(SlotHits hits)
    {
        hits.Span.CopyTo(_hits.ResetLike(hits, hits.RootEnd));
        _behind.Clear();
        CollectionsMarshal.SetCount(_behind, hits.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pattern.Dispose();
        _hits.Dispose();
    }

    private bool Fits(ReadOnlySpan<byte> json, ReadOnlySpan<byte> pattern)
    {
        var (at, from) = (0, 0);
        for (var i = 0; ; i++)
        {
            var segment = pattern[from..(i < _count ? _variables[i].Start : pattern.Length)];
            while (!json[at..].StartsWith(segment))
            {
                if (!TryVary(pattern, i, from + segment.CommonPrefixLength(json[at..])))
                {
                    return false;
                }
                segment = pattern[from.._variables[i].Start];
            }
            at += segment.Length;
            if (i == _count)
            {
                return at == json.Length;
            }
            ref var variable = ref _variables[i];
            var start = at;
            if (variable.IsString ? !JsonScalars.TrySkipString(json, ref at) : !JsonScalars.TrySkipNumber(json, ref at))
            {
                return false;
            }
            at -= variable.IsString ? 1 : 0;
            variable.Shift = at - start - (variable.End - variable.Start);
            from = variable.End;
        }
    }

    // How many variables stand before a place of the pattern.
    private byte Before(int place)
    {
        var count = 0;
        while (count < _count && _variables[count].Start < place)
        {
            count++;
        }
        return (byte)count;
    }

    // Makes the string or number a variable that has the difference inside, or right behind its last character.
    private bool TryVary(ReadOnlySpan<byte> pattern, int index, int difference)
    {
        if (_count == MostVariables || difference >= pattern.Length || !TryFind(pattern, difference, out var found)
            || (index > 0 && found.Start < _variables[index - 1].End) || _fixed.Contains(found.Start))
        {
            return false;
        }
        Array.Copy(_variables, index, _variables, index + 1, _count - index);
        _variables[index] = found;
        _count++;
        for (var i = 0; i < _hits.Count; i++)
        {
            var hit = _hits.Span[i];
            // What ends where an empty variable stands ends behind it.
            _behind[i] = (Before(hit.Start), Before(hit.Start + hit.Length + 1), Before(hit.Parent));
        }
        return true;
    }

    // The pattern is well-formed: a walk over its strings and numbers can't go wrong.
    private static bool TryFind(ReadOnlySpan<byte> pattern, int place, out Variable found)
    {
        for (var at = 0; at <= place;)
        {
            var (start, isString) = (at, pattern[at] == (byte)'"');
            if (isString)
            {
                start = ++at;
                JsonScalars.TrySkipString(pattern, ref at);
                found = new Variable(start, at - 1, true);
            }
            else if (pattern[at] is (byte)'-' or (>= (byte)'0' and <= (byte)'9'))
            {
                JsonScalars.TrySkipNumber(pattern, ref at);
                found = new Variable(start, at, false);
            }
            else
            {
                at++;
                continue;
            }
            if (place >= found.Start && place <= found.End)
            {
                return !isString || !IsName(pattern[at..]);
            }
        }
        found = default;
        return false;
    }

    private static bool IsName(ReadOnlySpan<byte> behind) => behind.TrimStart(" \t\r\n"u8) is [(byte)':', ..];

    /// <summary>A string's content or a number that differs from event to event.</summary>
    /// <param name="Start">Its first byte in the pattern.</param>
    /// <param name="End">Behind its last.</param>
    /// <param name="IsString">Whether quotes stand around it.</param>
    private record struct Variable(int Start, int End, bool IsString)
    {
        /// <summary>How much longer it is in the document at hand.</summary>
        public int Shift { get; set; }
    }
}
