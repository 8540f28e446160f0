namespace GbGateway.Content.Filtering;

/// <summary>What is forgiven between a keyword and the text, each a switch of the library or of one entry.</summary>
[Flags]
public enum TextFolding
{
    /// <summary>Every character counts as it stands.</summary>
    None = 0,

    /// <summary>Upper and lower case (Unicode simple case folding).</summary>
    Case = 1 << 0,

    /// <summary>Full and half width.</summary>
    Width = 1 << 1,

    /// <summary>Compatibility forms: mathematical, circled and squared letters, radicals, compatibility ideographs.</summary>
    Compatibility = 1 << 2,

    /// <summary>Digit variants: circled, superscript, roman and banker's numerals read as 0 to 9.</summary>
    Digits = 1 << 3,

    /// <summary>Look-alikes of Latin letters from other scripts (Unicode confusables).</summary>
    Homoglyphs = 1 << 4,

    /// <summary>Traditional characters read as simplified (OpenCC).</summary>
    Traditional = 1 << 5,

    /// <summary>Zero-width, control and combining characters don't count; accented Latin, Greek and Cyrillic letters read as plain.</summary>
    Invisible = 1 << 6,

    /// <summary>Up to four separators (punctuation, symbols, blanks, emoji) between two characters don't count.</summary>
    Separators = 1 << 7,

    /// <summary>A line end is a separator too.</summary>
    LineEnds = 1 << 8,

    /// <summary>A repeated character counts as often as the keyword asks for it.</summary>
    Repeats = 1 << 9,

    /// <summary>A keyword that begins (ends) with a letter or digit of a spaced script begins (ends) at the edge of a word.</summary>
    WholeWords = 1 << 10,

    /// <summary>A Chinese keyword is found in toneless pinyin as well; up to four characters also partly so.</summary>
    Pinyin = 1 << 11,

    /// <summary>All of it but line ends and pinyin, which find more than most libraries mean.</summary>
    Default = Case | Width | Compatibility | Digits | Homoglyphs | Traditional | Invisible | Separators | Repeats | WholeWords,
}
