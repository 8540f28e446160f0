namespace GbGateway.Labels;

/// <summary>A provider code of PG-20252A, 27 digits and upper-case letters: format, subject, binding, USCC, service, own characters.</summary>
public static class ContentProducer
{
    /// <summary>Characters of a provider code.</summary>
    public const int Length = 27;

    private const string UsccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"; // GB 32100: no I, O, S, V, Z

    /// <summary>Says what is wrong with <paramref name="code"/> as a provider code, or null if nothing is.</summary>
    public static string? FindMistake(string code)
    {
        if (code.Length != Length)
        {
            return $"a provider code has {Length} characters, this has {code.Length}";
        }
        if (code.AsSpan().ContainsAnyExcept("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        {
            return "a provider code holds digits and upper-case letters only";
        }
        if (!code.StartsWith("00", StringComparison.Ordinal))
        {
            return "a provider code begins with the format 00";
        }
        if (code[2] == '1' && code[3] == '1' && !HasUsccCheckCharacter(code.AsSpan(4, 18)))
        {
            return $"the unified social credit code {code.Substring(4, 18)} has a wrong check character (GB 32100)";
        }
        if (code[22] is not ('1' or '2') && code[22..] != "00000")
        {
            return "the service type is 1 (generation) or 2 (propagation), or the last five characters are 00000";
        }
        return null;
    }

    /// <summary>Whether the last of 18 characters is the GB 32100 mod-31 check character of the others.</summary>
    public static bool HasUsccCheckCharacter(ReadOnlySpan<char> uscc)
    {
        if (uscc.Length != 18)
        {
            return false;
        }
        var sum = 0;
        var weight = 1;
        for (var i = 0; i < 17; i++)
        {
            var value = UsccAlphabet.IndexOf(uscc[i]);
            if (value < 0)
            {
                return false;
            }
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        return UsccAlphabet[(31 - sum % 31) % 31] == uscc[17];
    }
}
