using System.Text.RegularExpressions;

namespace GbGateway.Content.Filtering;

/// <summary>A regular expression of a library, in the linear-time engine; found in the text as it stands, only case may be folded.</summary>
internal sealed class RegexRule
{
    /// <summary>Longest expression, in characters.</summary>
    internal const int MaxLength = 512;

    /// <summary>Most expressions of a set: each reads the text once more.</summary>
    internal const int MaxRules = 64;

    private RegexRule(Regex expression, int rule, bool acts, int longest)
    {
        (Expression, Rule, Acts, Longest) = (expression, rule, acts, longest);
    }

    /// <summary>The expression.</summary>
    internal Regex Expression { get; }

    /// <summary>Index of its rule.</summary>
    internal int Rule { get; }

    /// <summary>Whether it changes the text, which then waits for it.</summary>
    internal bool Acts { get; }

    /// <summary>Length of its longest hit in UTF-16 units.</summary>
    internal int Longest { get; }

    /// <summary>Compiles an expression.</summary>
    /// <returns>Null, or why it is not taken.</returns>
    internal static string? TryMake(string text, TextFolding folding, int rule, bool acts, out RegexRule? made)
    {
        made = null;
        if (text.Length > MaxLength)
        {
            return $"the regular expression is longer than {MaxLength} characters";
        }

        if (RegexExtent.Read(text, out int longest) is { } mistake)
        {
            return $"the regular expression is not taken: {mistake}";
        }

        try
        {
            RegexOptions options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
            made = new RegexRule(new Regex(text, (folding & TextFolding.Case) != 0 ? options | RegexOptions.IgnoreCase : options), rule, acts, longest);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // The engine's message quotes the expression: only its kind is told.
            return e is NotSupportedException ? "the regular expression is not taken: not in linear time" : "the regular expression is malformed";
        }
    }
}
