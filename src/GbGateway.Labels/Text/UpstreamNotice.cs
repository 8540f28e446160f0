using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GbGateway.Labels.Text;

/// <summary>
/// Explicit labels that others have put at the start or the end of a text: a closed grammar of wordings with both elements of <c>GB-5.1-b</c>,
/// on a line, in brackets or as a sentence of their own. Prose that merely speaks of generated content is none, and neither are notices
/// without the elements, such as those in English: our own label is written then.
/// </summary>
public static partial class UpstreamNotice
{
    /// <summary>Bytes of JSON string content that are looked at, at either end: the longest notice, every character escaped.</summary>
    public const int Window = 384;

    // Characters of the longest notice, and of one without "by" and brackets: 人工智能 生成.
    private const int Longest = 64, LongestAlone = 7;

    private const string Edges = " \t\r\n　*_~>`#-—–=·•:：()（）[]【】「」『』《》<>\"'“”‘’";
    private const string Stops = "。.!！;；…";

    private static readonly byte[][] Elements = ["AI"u8.ToArray(), "人工智能"u8.ToArray(), "\\u4eba"u8.ToArray(), "\\u4EBA"u8.ToArray()];
    private static readonly byte[][] Syntheses =
        ["生成"u8.ToArray(), "合成"u8.ToArray(), "\\u751f"u8.ToArray(), "\\u751F"u8.ToArray(), "\\u5408"u8.ToArray()];

    /// <summary>Whether a text begins with a notice.</summary>
    /// <param name="head">Its first bytes, JSON string content.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    public static bool Begins(ReadOnlySpan<byte> head, bool isWhole)
    {
        Span<char> room = stackalloc char[Window];
        if (!MayHold(head) || Decode(head[..Math.Min(head.Length, Window)], room) is not { IsEmpty: false } text)
        {
            return false;
        }
        text = text.TrimStart(" \t\r\n");
        if (!text.IsEmpty && CloserOf(text[0]) is { } closer && text.IndexOf(closer) is > 0 and var end && IsNotice(text[..(end + 1)]))
        {
            return true;
        }
        var line = text.IndexOf('\n');
        var first = line > 0 ? text[..line] : isWhole ? text : default;
        return first.Contains('由') && !first.StartsWith("#") && IsNotice(first);
    }

    /// <summary>Whether a text ends with a notice.</summary>
    /// <param name="tail">Its last bytes, JSON string content; they may begin within a character or an escape.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    public static bool Ends(ReadOnlySpan<byte> tail, bool isWhole)
    {
        Span<char> room = stackalloc char[Window];
        if (!MayHold(tail) || Decode(tail[^Math.Min(tail.Length, Window)..], room) is not { IsEmpty: false } text)
        {
            return false;
        }
        text = text.TrimEnd(" \t\r\n");
        var line = text.LastIndexOf('\n');
        if (line >= 0 ? IsNotice(text[(line + 1)..]) : isWhole && IsNotice(text))
        {
            return true;
        }
        var bare = text.TrimEnd("*_~`");
        if (!bare.IsEmpty && OpenerOf(bare[^1]) is { } opener && bare.LastIndexOf(opener) is >= 0 and var start && IsNotice(bare[start..]))
        {
            return true;
        }
        // The last sentence of a longer line; its wording may have a stop of its own before an advice.
        var rest = text.TrimEnd(Stops);
        for (var stop = rest.LastIndexOfAny("。！？!?"); stop >= 0; stop = stop == 0 ? -1 : rest[..stop].LastIndexOfAny("。！？!?"))
        {
            if (IsNotice(rest[(stop + 1)..]))
            {
                return true;
            }
            if (rest.Length - stop > Longest)
            {
                break;
            }
        }
        return false;
    }


    // Most answers end here: neither element occurs, plainly or escaped.
    private static bool MayHold(ReadOnlySpan<byte> text) => ContainsAny(text, Syntheses) && ContainsAny(text, Elements);

    private static bool ContainsAny(ReadOnlySpan<byte> text, byte[][] words)
    {
        foreach (var word in words)
        {
            if (text.IndexOf(word) >= 0)
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsNotice(ReadOnlySpan<char> text)
    {
        text = text.Trim(" \t");
        if (text is ['-' or '*' or '+' or '•' or '·', ' ', ..])
        {
            return false; // the point of a list
        }
        var isSetApart = !text.IsEmpty && CloserOf(text.TrimStart("*_~>` ") is [var first, ..] ? first : ' ') is not null;
        text = text.Trim(Edges).TrimEnd(Stops).Trim(Edges);
        // Without brackets and "by", the two elements alone: anything longer may be a title about such content.
        return text.Length is > 0 and <= Longest && (isSetApart || text.Contains('由') || text.Length <= LongestAlone) && Wording().IsMatch(text);
    }

    // Subject, "by", a name, the AI element, the synthesis element; or the two elements alone; an advice may follow.
    [GeneratedRegex(
        "^((注意?|提示|温馨提示|声明|说明|免责声明)[:：]? ?)?"
        + "((本|该|此|以上|以下|上述|全部|所有)(条|次|篇|段|份)?)?(的)?(内容|回答|回复|答复|答案|文本|文字|文章|文档|报告|文案|文|信息|结果)?(均|皆|都|全部)?"
        + "( ?(由|是由|系由|均由|为|经|系)( ?[\\p{L}\\p{N}.\\- ]{0,16}?) ?)?"
        + "(AI|人工智能) ?(大?模型|助手|技术|智能体|工具|辅助|自动|协助){0,3} ?(生成合成|生成|合成)(的?(内容|结果|文本|回答|信息))?"
        + "([，,。；;、 ]+(仅供|请|不构成|不代表|可能|谨慎|注意|内容|使用|如有).{0,30})?$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Wording();

    private static char? CloserOf(char opener) => opener switch { '（' => '）', '(' => ')', '【' => '】', '[' => ']', '「' => '」', '《' => '》', _ => null };

    private static char? OpenerOf(char closer) => closer switch { '）' => '（', ')' => '(', '】' => '【', ']' => '[', '」' => '「', '》' => '《', _ => null };

    // Unescapes; what is cut or malformed becomes U+FFFD, which no wording holds.
    private static ReadOnlySpan<char> Decode(ReadOnlySpan<byte> text, Span<char> room)
    {
        var length = 0;
        while (!text.IsEmpty && length < room.Length - 1)
        {
            if (text[0] == '\\' && text.Length > 1)
            {
                if (text[1] == 'u' && text.Length >= 6 && ushort.TryParse(text.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
                {
                    room[length++] = (char)unit;
                    text = text[6..];
                    continue;
                }
                room[length++] = text[1] switch { (byte)'n' or (byte)'r' => '\n', (byte)'t' => ' ', (byte)'u' => '\uFFFD', var c => (char)c };
                text = text[2..];
                continue;
            }
            Rune.DecodeFromUtf8(text, out var rune, out var used);
            length += rune.EncodeToUtf16(room[length..]);
            text = text[used..];
        }
        return room[..length];
    }
}
