using System.Buffers;
using System.Text;

namespace GbGateway.Content.Filtering;

/// <summary>
/// Finds the regular expressions of a set in one run of text. Whether a hit begins at a place depends on the characters from the one before it
/// to one behind the longest hit alone, so the places of hits don't depend on the cuts; and a place waits no longer than that.
/// </summary>
internal sealed class RegexScan(KeywordSet set) : IDisposable
{
    private const int LongestStep = 4096;

    private readonly int[] _from = new int[set.Expressions.Length];
    private char[] _chars = [];
    private int[] _bytes = [];
    private char _before = '\n';

    /// <summary>Adds the hits that are certain now.</summary>
    /// <param name="window">The text held back, then the new text.</param>
    /// <param name="final">Whether the text ends here.</param>
    /// <param name="found">Gets the hits.</param>
    /// <returns>How far the window is settled.</returns>
    internal ScanResult Scan(ReadOnlySpan<byte> window, bool final, HitList found)
    {
        int length = Read(window, final);
        int live = window.Length, acting = window.Length;
        for (int i = 0; i < _from.Length; i++)
        {
            RegexRule rule = set.Expressions[i];
            _from[i] = Find(rule, IndexOf(_from[i], length), length, final, found);
            live = Math.Min(live, _from[i]);
            acting = rule.Acts ? Math.Min(acting, _from[i]) : acting;
        }

        return new ScanResult(live, acting);
    }

    /// <summary>The first bytes of the window are dropped.</summary>
    internal void Drop(ReadOnlySpan<byte> dropped)
    {
        int last = Utf8Text.Previous(dropped, dropped.Length, 0);
        int codePoint = Utf8Text.Decode(dropped[last..], out _);
        _before = codePoint is >= 0 and < 0x10000 ? (char)codePoint : '\uFFFD';
        for (int i = 0; i < _from.Length; i++)
        {
            _from[i] -= dropped.Length;
        }
    }

    /// <summary>Another text begins.</summary>
    internal void Restart()
    {
        Array.Clear(_from);
        _before = '\n';
    }

    public void Dispose()
    {
        Return(ref _chars);
        Return(ref _bytes);
    }

    // From a place on; the byte of the first place that is not decided yet.
    private int Find(RegexRule rule, int from, int length, bool final, HitList found)
    {
        ReadOnlySpan<char> text = _chars.AsSpan(0, length);
        int decided = final ? length : Math.Max(from, length - rule.Longest);
        // A candidate is looked for in steps, never in all that is left: one that proves too long at every place would make it quadratic.
        int step = LongestStep;
        while (from < decided)
        {
            int next = Math.Min(decided, from + step), start = -1;
            foreach (System.Text.RegularExpressions.ValueMatch match in rule.Expression.EnumerateMatches(text[..Math.Min(length, next + rule.Longest + 1)], from))
            {
                start = match.Index;
                break;
            }

            if (start < 0 || start >= next)
            {
                (from, step) = (next, Math.Min(LongestStep, 2 * step));
                continue;
            }

            // What stands further away than the longest hit has no say in where this one ends.
            int end = Math.Min(start + rule.Longest + 1, length);
            int hit = 0;
            foreach (System.Text.RegularExpressions.ValueMatch match in rule.Expression.EnumerateMatches(text[(start - 1)..end], 1))
            {
                hit = match.Index == 1 && match.Length <= rule.Longest ? match.Length : 0;
                break;
            }

            if (hit > 0)
            {
                found.Add(new TextHit(_bytes[start], _bytes[start + hit], rule.Rule, set.Rules[rule.Rule].Action));
            }

            (from, step) = (start + Math.Max(hit, 1), hit > 0 ? step : rule.Longest);
        }

        return _bytes[Math.Min(from, length)];
    }

    // UTF-16, with the character before the window in front, and each unit's byte in the window.
    private int Read(ReadOnlySpan<byte> window, bool final)
    {
        if (_chars.Length < window.Length + 2)
        {
            Return(ref _chars);
            Return(ref _bytes);
            _chars = ArrayPool<char>.Shared.Rent(window.Length + 2);
            _bytes = ArrayPool<int>.Shared.Rent(window.Length + 3);
        }

        (_chars[0], _bytes[0]) = (_before, 0);
        int length = 1, at = 0;
        while (at < window.Length)
        {
            int codePoint = Utf8Text.Decode(window[at..], out int size);
            if (size == 0)
            {
                if (!final)
                {
                    break; // a character cut at the end
                }

                size = window.Length - at;
            }

            _bytes[length] = at;
            if (codePoint >= 0x10000)
            {
                new Rune(codePoint).EncodeToUtf16(_chars.AsSpan(length));
                _bytes[length + 1] = at;
                length += 2;
            }
            else
            {
                _chars[length++] = codePoint < 0 ? '\uFFFD' : (char)codePoint;
            }

            at += size;
        }

        _bytes[length] = at;
        return length;
    }

    private int IndexOf(int offset, int length)
    {
        int index = _bytes.AsSpan(1, length).BinarySearch(offset);
        index = (index < 0 ? ~index : index) + 1;

        // Both halves of a surrogate pair stand at one byte.
        return index > 1 && _bytes[index - 1] == offset ? index - 1 : index;
    }

    private static void Return<T>(ref T[] array)
    {
        T[] old = Interlocked.Exchange(ref array, []);
        if (old.Length > 0)
        {
            ArrayPool<T>.Shared.Return(old);
        }
    }
}
