using System.Text.RegularExpressions;

namespace GbGateway.Labels.Verification.Texts;

/// <summary>Finds explicit labels in a text: a short line or a bracketed remark with both elements of <c>GB-5.1-b</c>, told from prose about AI by its shortness.</summary>
internal static partial class ExplicitTextFinder
{
    // A notice is short; a sentence of an essay on generated content is longer or has more around it.
    private const int LongestNotice = 60;
    private const int LongestOther = 120;
    private const int MostFindings = 16;

    private static readonly string[] Marks = ["【AI】", "[AI]", "（AI）", "(AI)", "「AI」", "【人工智能】", "（人工智能）", "<sup>AI</sup>", "ᴬᴵ"];

    private static readonly (char Open, char Close)[] Brackets = [('（', '）'), ('(', ')'), ('【', '】'), ('[', ']'), ('「', '」'), ('《', '》'), ('*', '*'), ('_', '_')];

    /// <summary>Adds what stands at the start, in the middle and at the end of <paramref name="text"/>.</summary>
    public static void Find(string text, string place, List<ExplicitFinding> found)
    {
        var lines = new List<(int Number, string Text)>();
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var trimmed = line.Trim();
            if (!trimmed.IsEmpty)
            {
                lines.Add((number, trimmed.ToString()));
            }
        }
        for (var i = 0; i < lines.Count && found.Count < MostFindings; i++)
        {
            bool isFirst = i == 0, isLast = i == lines.Count - 1;
            var where = lines.Count > 1 ? $"{place} line {lines[i].Number}" : place;
            if (FindNotice(lines[i].Text, isFirst, isLast) is { } notice)
            {
                found.Add(new ExplicitFinding(Position(isFirst && notice.AtStart, isLast && notice.AtEnd), notice.Wording, where));
            }
            else if ((isFirst || isLast) && FindMark(lines[i].Text) is { } mark && ((isFirst && mark.AtStart) || (isLast && mark.AtEnd)))
            {
                found.Add(new ExplicitFinding(Position(isFirst && mark.AtStart, isLast && mark.AtEnd), mark.Wording, where, ExplicitForm.CornerMark));
            }
            else if (lines[i].Text.Length <= LongestOther && Other().Match(lines[i].Text) is { Success: true })
            {
                found.Add(new ExplicitFinding(Position(isFirst, isLast), lines[i].Text, where, ExplicitForm.OtherNotice));
            }
        }
    }

    private static string Position(bool isStart, bool isEnd) => isStart ? "start" : isEnd ? "end" : "middle";

    // A corner mark in a text: the AI element alone, set apart by brackets or raised.
    private static (string Wording, bool AtStart, bool AtEnd)? FindMark(string line)
    {
        foreach (var mark in Marks)
        {
            if (line.StartsWith(mark, StringComparison.Ordinal) || line.EndsWith(mark, StringComparison.Ordinal))
            {
                return (mark, line.StartsWith(mark, StringComparison.Ordinal), line.EndsWith(mark, StringComparison.Ordinal));
            }
        }
        return null;
    }

    private static (string Wording, bool AtStart, bool AtEnd)? FindNotice(string line, bool isFirst, bool isLast)
    {
        if (!HasBoth(line))
        {
            return null;
        }
        foreach (var (open, close) in Brackets)
        {
            for (var at = line.IndexOf(open); at >= 0; at = line.IndexOf(open, at + 1))
            {
                var end = line.IndexOf(close, at + 1, Math.Min(line.Length - at - 1, LongestNotice));
                if (end > 0 && HasBoth(line.AsSpan(at, end - at)))
                {
                    return (line[at..(end + 1)], at == 0, end == line.Length - 1);
                }
            }
        }
        // A last or first sentence of its own on a longer line.
        var sentences = line.Split(['。', '；', '！', '？'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (isLast && sentences.Length > 0 && sentences[^1].Length <= LongestNotice && HasBoth(sentences[^1]) && IsNotice(sentences[^1]))
        {
            return (sentences[^1], sentences.Length == 1, true);
        }
        if (isFirst && sentences.Length > 0 && sentences[0].Length <= LongestNotice && HasBoth(sentences[0]) && IsNotice(sentences[0]))
        {
            return (sentences[0], true, sentences.Length == 1);
        }
        return line.Length <= LongestNotice && IsNotice(line) ? (line, true, true) : null;
    }

    /// <summary>Whether both the AI element and the synthesis element occur (<c>GB-5.1-b</c>).</summary>
    public static bool HasBoth(ReadOnlySpan<char> text) =>
        (text.Contains("人工智能", StringComparison.Ordinal) || text.Contains("AI", StringComparison.Ordinal))
        && (text.Contains("生成", StringComparison.Ordinal) || text.Contains("合成", StringComparison.Ordinal));

    // The two elements close together, as in "由AI生成", "人工智能辅助生成", "AI合成": not two words of a longer sentence.
    private static bool IsNotice(string text) => Together().IsMatch(text);

    [GeneratedRegex("(AI|人工智能).{0,12}(生成|合成)|(生成|合成).{0,6}(AI|人工智能)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Together();

    // Notices in English, of the wordings that model services use.
    [GeneratedRegex(@"\b(AI|artificial intelligence)[- ](generated|synthesi[sz]ed|created)\b|\b(generated|created|synthesi[sz]ed|produced) (by|with|using) (an? )?(AI|artificial intelligence)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Other();
}
