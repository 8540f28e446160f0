using System.Globalization;

namespace GbGateway.Content.Filtering;

/// <summary>
/// How long a hit of a regular expression may be, read off its text; and whether it keeps to what is taken here: characters, classes, groups,
/// alternatives, counts and word boundaries. What asks about text around a hit (lookarounds, anchors) or about the hit itself (backreferences)
/// is refused: it can't be answered in linear time, or not in a stream.
/// </summary>
internal ref struct RegexExtent
{
    /// <summary>Longest hit that is found, in UTF-16 units: what a stream may be held back for.</summary>
    internal const int Longest = 256;

    /// <summary>Largest expression, its counts written out.</summary>
    internal const int LargestSize = 4096;

    private const int Unbounded = int.MaxValue / 4;
    private const int MaxDepth = 32;

    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _depth;

    private RegexExtent(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="longest">Length of its longest hit, at most <see cref="Longest"/>.</param>
    /// <returns>Null, or why it is not taken.</returns>
    internal static string? Read(ReadOnlySpan<char> text, out int longest)
    {
        longest = Longest;
        var reader = new RegexExtent(text);
        try
        {
            (int min, int max, int size) = reader.Alternatives();
            longest = Math.Min(max, Longest);
            return reader._at < text.Length ? "a ) too many"
                : min == 0 ? "it matches the empty text"
                : min > Longest ? $"its hits are longer than {Longest} characters"
                : size > LargestSize ? $"with its counts written out it has more than {LargestSize} parts" : null;
        }
        catch (FormatException mistake)
        {
            return mistake.Message;
        }
    }

    private (int Min, int Max, int Size) Alternatives()
    {
        if (++_depth > MaxDepth)
        {
            throw new FormatException($"groups stand deeper than {MaxDepth} in each other");
        }

        (int min, int max, int size) = Sequence();
        while (_at < _text.Length && _text[_at] == '|')
        {
            _at++;
            (int otherMin, int otherMax, int otherSize) = Sequence();
            (min, max, size) = (Math.Min(min, otherMin), Math.Max(max, otherMax), Add(size, otherSize));
        }

        _depth--;
        return (min, max, size);
    }

    private (int Min, int Max, int Size) Sequence()
    {
        int min = 0, max = 0, size = 1;
        while (_at < _text.Length && _text[_at] is not ('|' or ')'))
        {
            (int oneMin, int oneMax, int oneSize) = Quantified(One());
            (min, max, size) = (Add(min, oneMin), Add(max, oneMax), Add(size, oneSize));
        }

        return (min, max, size);
    }

    private (int Min, int Max, int Size) Quantified((int Min, int Max, int Size) one)
    {
        while (_at < _text.Length && TryCount(out int least, out int most))
        {
            one = (Multiply(one.Min, least), Multiply(one.Max, most), Multiply(one.Size, Math.Max(least, most >= Unbounded ? 1 : most)));
            if (_at < _text.Length && _text[_at] == '?')
            {
                _at++; // lazy: as long at most
            }
        }

        return one;
    }

    private bool TryCount(out int least, out int most)
    {
        (least, most) = _text[_at] switch { '*' => (0, Unbounded), '+' => (1, Unbounded), '?' => (0, 1), _ => (-1, -1) };
        if (least >= 0)
        {
            _at++;
            return true;
        }

        int end = _text[_at] == '{' ? _text[_at..].IndexOf('}') : -1;
        if (end < 2)
        {
            return false;
        }

        ReadOnlySpan<char> count = _text.Slice(_at + 1, end - 1);
        int comma = count.IndexOf(',');
        bool good = int.TryParse(comma < 0 ? count : count[..comma], NumberStyles.None, CultureInfo.InvariantCulture, out least);
        most = least;
        if (good && comma >= 0)
        {
            good = comma == count.Length - 1 ? (most = Unbounded) > 0 : int.TryParse(count[(comma + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out most);
        }

        if (!good)
        {
            return false; // a brace that counts nothing stands for itself
        }

        if (least > Longest || (most > Longest && most < Unbounded))
        {
            throw new FormatException($"a count above {Longest}");
        }

        _at += end + 1;
        return true;
    }

    private (int Min, int Max, int Size) One()
    {
        char c = _text[_at++];
        switch (c)
        {
            case '(':
                return Group();
            case '[':
                Class();
                return (1, 1, 1);
            case '\\':
                return Escape();
            case '^' or '$':
                throw new FormatException($"the anchor {c}: a text has no lines or ends here, it streams");
            case '*' or '+' or '?':
                throw new FormatException($"{c} counts nothing");
            default:
                return (1, 1, 1);
        }
    }

    private (int Min, int Max, int Size) Group()
    {
        if (_at < _text.Length && _text[_at] == '?')
        {
            ReadOnlySpan<char> rest = _text[(_at + 1)..];
            if (rest.StartsWith("=") || rest.StartsWith("!") || rest.StartsWith("<=") || rest.StartsWith("<!"))
            {
                throw new FormatException("a lookaround (?= (?! (?<= (?<!: not in linear time");
            }

            int skipped = rest.StartsWith(":") ? 1 : rest.StartsWith("<") ? rest.IndexOf('>') + 1 : 0;
            if (skipped == 0)
            {
                throw new FormatException("a group that begins with (? and is neither (?: nor (?<name>");
            }

            _at += 1 + skipped;
        }

        (int, int, int) inner = Alternatives();
        if (_at >= _text.Length)
        {
            throw new FormatException("a ( that is never closed");
        }

        _at++;
        return inner;
    }

    private (int Min, int Max, int Size) Escape()
    {
        if (_at >= _text.Length)
        {
            throw new FormatException("a backslash at the end");
        }

        char c = _text[_at++];
        switch (c)
        {
            case 'b' or 'B':
                return (0, 0, 1);
            case 'A' or 'z' or 'Z' or 'G':
                throw new FormatException($"the anchor \\{c}: a text has no ends here, it streams");
            case 'k' or (>= '1' and <= '9'):
                throw new FormatException("a backreference: not in linear time");
            case 'p' or 'P':
                int end = _text[_at..].IndexOf('}');
                _at += end < 0 ? 0 : end + 1;
                return (1, 1, 1);
            case 'u':
                _at = Math.Min(_at + 4, _text.Length);
                return (1, 1, 1);
            case 'x':
                _at = Math.Min(_at + 2, _text.Length);
                return (1, 1, 1);
            case 'c':
                _at = Math.Min(_at + 1, _text.Length);
                return (1, 1, 1);
            default:
                return (1, 1, 1);
        }
    }

    private void Class()
    {
        int open = 1;
        bool first = true;
        for (; _at < _text.Length; first = false)
        {
            char c = _text[_at++];
            if (c == '\\')
            {
                _at++;
            }
            else if (c == '[' && _text[_at - 2] == '-')
            {
                open++; // a class taken out of the class
            }
            else if (c == ']' && !first && --open == 0)
            {
                return;
            }

            if (first && c == '^' && _at < _text.Length && _text[_at] == ']')
            {
                _at++;
            }
        }

        throw new FormatException("a [ that is never closed");
    }

    private static int Add(int a, int b) => Math.Min(a + b, Unbounded);

    private static int Multiply(int a, int b) => (int)Math.Min((long)a * b, Unbounded);
}
