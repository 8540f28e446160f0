using System.Collections.Concurrent;

namespace GbGateway.Content.Filtering;

/// <summary>One choice of foldings, spelled out: how every code point reads. Made once a choice and kept.</summary>
internal sealed class CharacterFolds
{
    /// <summary>Code points of the planes that hold letters; above are tags and private use, which no keyword holds.</summary>
    internal const int Limit = 0x32400;

    private const TextFolding OfCharacters = TextFolding.Case | TextFolding.Width | TextFolding.Compatibility | TextFolding.Digits
        | TextFolding.Homoglyphs | TextFolding.Traditional | TextFolding.Invisible | TextFolding.Separators | TextFolding.LineEnds;

    private static readonly ConcurrentDictionary<TextFolding, CharacterFolds> Made = new();
    private static readonly CharacterKinds[] AllKinds = MakeKinds();

    private readonly int[] _read = new int[Limit];

    private CharacterFolds(TextFolding folding)
    {
        FoldingTables tables = FoldingTables.Current;
        for (int cp = 0; cp < Limit; cp++)
        {
            _read[cp] = cp;
        }

        foreach (int cp in tables.Sources())
        {
            if (cp < Limit)
            {
                _read[cp] = tables.Fold(cp, folding);
            }
        }

        for (int cp = 'A'; cp <= 'Z'; cp++)
        {
            _read[cp] = tables.Fold(cp, folding);
        }

        CharacterKinds skipped = (folding & TextFolding.Invisible) != 0 ? CharacterKinds.Invisible : 0;
        skipped |= (folding & TextFolding.Separators) != 0 ? CharacterKinds.Separator : 0;
        skipped |= (folding & TextFolding.LineEnds) != 0 ? CharacterKinds.LineEnd : 0;
        for (int cp = 0; cp < Limit; cp++)
        {
            CharacterKinds kind = AllKinds[cp] & skipped;

            // What reads as a letter or digit (a circled one, say) is no separator; a letter that reads as a blank is one.
            if (kind != 0 && (_read[cp] == cp || (AllKinds[_read[cp]] & skipped) != 0))
            {
                _read[cp] = (kind & CharacterKinds.Invisible) != 0 ? SkippedInvisible : SkippedSeparator;
            }
        }
    }

    /// <summary>What <see cref="Read"/> says of a character that doesn't count and can't be seen.</summary>
    internal const int SkippedInvisible = -2;

    /// <summary>What <see cref="Read"/> says of a character that doesn't count but can be seen.</summary>
    internal const int SkippedSeparator = -1;

    /// <summary>How every code point below <see cref="Limit"/> reads: a code point, or one of the two negative marks.</summary>
    internal ReadOnlySpan<int> Table => _read;

    /// <summary>The folds of one choice.</summary>
    internal static CharacterFolds Of(TextFolding folding) =>
        Made.GetOrAdd(folding & OfCharacters, static choice => new CharacterFolds(choice));

    /// <summary>How a code point reads.</summary>
    internal int Read(int codePoint)
    {
        if (codePoint < Limit)
        {
            return _read[codePoint];
        }

        // Tags and variation selectors of plane 14 are as invisible as the zero-width characters.
        return (FoldingTables.Current.Kinds(codePoint) & CharacterKinds.Invisible) != 0 && _read[0x200B] == SkippedInvisible
            ? SkippedInvisible
            : codePoint;
    }

    /// <summary>The kind of a code point, by table where it is common.</summary>
    internal static CharacterKinds Kinds(int codePoint) =>
        codePoint < Limit ? AllKinds[codePoint] : FoldingTables.Current.Kinds(codePoint);

    private static CharacterKinds[] MakeKinds()
    {
        var kinds = new CharacterKinds[Limit];
        FoldingTables.Current.FillKinds(kinds);
        return kinds;
    }
}
