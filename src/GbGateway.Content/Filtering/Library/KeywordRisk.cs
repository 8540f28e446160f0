namespace GbGateway.Content.Filtering;

/// <summary>A risk of GB/T 45654-2025 annex A: <c>A.1-a</c> to <c>A.5-b</c>, 31 in all; the keyword library has to cover the 17 of A.1 and A.2.</summary>
public readonly record struct KeywordRisk
{
    private static readonly (int Group, int Count)[] Groups = [(1, 8), (2, 9), (3, 5), (4, 7), (5, 2)];

    private readonly byte _number;

    private KeywordRisk(int number) => _number = (byte)number;

    /// <summary>Risks of annex A.</summary>
    public static int Count => 31;

    /// <summary>Risks that the keyword library has to cover (T-kw-1): those of A.1 and A.2.</summary>
    public static int Covered => 17;

    /// <summary>No risk named.</summary>
    public static KeywordRisk None => default;

    /// <summary>All risks, in the order of the annex.</summary>
    public static IEnumerable<KeywordRisk> All => Enumerable.Range(1, Count).Select(static number => new KeywordRisk(number));

    /// <summary>0 for none, else 1 to 31 in the order of the annex.</summary>
    public int Number => _number;

    /// <summary>The number of entries T-kw-1 asks for: 200 for a risk of A.1, 100 for one of A.2, else none.</summary>
    public int EntriesWanted => _number is 0 or > 17 ? 0 : _number <= 8 ? 200 : 100;

    /// <summary>The risk with a <see cref="Number"/>.</summary>
    public static KeywordRisk Of(int number) => new(Math.Clamp(number, 0, Count));

    /// <summary>Reads <c>A.1-a</c>; a dot, blank or nothing in place of the dash and lower case are taken too.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out KeywordRisk risk)
    {
        risk = default;
        Span<char> read = stackalloc char[3];
        int length = 0;
        foreach (char c in text)
        {
            if (c is '.' or '-' or ' ' or '_')
            {
                continue;
            }

            if (length == read.Length)
            {
                return false;
            }

            read[length++] = char.ToLowerInvariant(c);
        }

        if (length != 3 || read[0] != 'a')
        {
            return false;
        }

        int before = 0;
        foreach ((int group, int count) in Groups)
        {
            if (read[1] - '0' == group && read[2] - 'a' is >= 0 and var letter && letter < count)
            {
                risk = new KeywordRisk(before + letter + 1);
                return true;
            }

            before += count;
        }

        return false;
    }

    /// <summary>The name in the annex, or an empty text.</summary>
    public override string ToString()
    {
        int rest = _number - 1;
        foreach ((int group, int count) in Groups)
        {
            if (rest < 0)
            {
                break;
            }

            if (rest < count)
            {
                return $"A.{group}-{(char)('a' + rest)}";
            }

            rest -= count;
        }

        return string.Empty;
    }
}
