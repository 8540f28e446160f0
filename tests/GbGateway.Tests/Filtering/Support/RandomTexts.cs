using System.Text;
using GbGateway.Content.Filtering;

namespace GbGateway.Tests.Filtering;

/// <summary>Small alphabets, so that entries, near misses and everything folding has to see through come up all the time.</summary>
internal static class RandomTexts
{
    private static readonly string[] Letters =
    [
        "a", "b", "c", "A", "B", "ａ", "Ｂ", "а", "ⓐ", "á", "𝐛", "1", "①", "壹", "中", "国", "國", "文", "門", "门", "𠀀", "か", "é",
    ];

    private static readonly string[] Between =
    [
        " ", "-", "*", "·", "、", "\u200b", "\u200d", "\u0301", "\ufe0f", "😀", "　", "\0",
    ];

    private static readonly string[] Breaks = ["\n", "z", "好", "δ"];

    private static readonly TextFolding[] Foldings =
    [
        TextFolding.Default,
        TextFolding.Default & ~TextFolding.Repeats,
        TextFolding.Default & ~TextFolding.WholeWords,
        TextFolding.Default | TextFolding.LineEnds,
        TextFolding.None,
        TextFolding.Case | TextFolding.WholeWords,
    ];

    internal static string Entry(Random random)
    {
        var entry = new StringBuilder();
        for (int length = random.Next(8) == 0 ? 1 : random.Next(2, 7); length > 0; length--)
        {
            entry.Append(random.Next(12) == 0 ? Pick(random, Between) : Pick(random, Letters));
        }

        return entry.ToString();
    }

    /// <summary>An entry as libraries have them: of letters or common characters, or both, of some length.</summary>
    internal static string LongEntry(Random random)
    {
        var entry = new StringBuilder();
        int kind = random.Next(4);
        for (int length = random.Next(2, 12); length > 0; length--)
        {
            entry.Append(kind switch
            {
                0 => Neutral(random, latin: true),
                1 => Neutral(random, latin: false),
                2 => Neutral(random, latin: random.Next(3) == 0),
                _ => Pick(random, Letters),
            });
        }

        return entry.ToString();
    }

    /// <summary>Mostly what no entry has, and now and then one of them, whole or spoilt.</summary>
    internal static byte[] SparseText(Random random, IReadOnlyList<string> entries, int pieces)
    {
        var text = new List<byte>();
        int rare = random.Next(3) switch { 0 => 5, 1 => 40, _ => 300 };
        for (; pieces > 0; pieces--)
        {
            if (random.Next(rare) == 0)
            {
                Spoil(random, entries[random.Next(entries.Count)], text);
            }

            string piece = random.Next(60) switch
            {
                0 => Pick(random, Between),
                1 => Pick(random, Letters),
                2 => "\n",
                3 => "，",
                < 20 => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Neutral(random, latin: true))) + " ",
                _ => Neutral(random, latin: false),
            };
            text.AddRange(Encoding.UTF8.GetBytes(piece));
        }

        return [.. text];
    }

    private static string Neutral(Random random, bool latin) =>
        latin ? ((char)('a' + random.Next(26))).ToString() : ((char)(0x4E00 + random.Next(60) * random.Next(60))).ToString();

    internal static TextFolding Folding(Random random) => random.Next(3) == 0 ? Pick(random, Foldings) : TextFolding.Default;

    internal static byte[] Text(Random random, IReadOnlyList<string> entries, int pieces)
    {
        var text = new List<byte>();
        for (; pieces > 0; pieces--)
        {
            switch (random.Next(10))
            {
                case < 4:
                    text.AddRange(Encoding.UTF8.GetBytes(Pick(random, Letters)));
                    break;
                case < 6:
                    text.AddRange(Encoding.UTF8.GetBytes(Pick(random, Between)));
                    break;
                case 6:
                    text.AddRange(Encoding.UTF8.GetBytes(Pick(random, Breaks)));
                    break;
                case 7 when random.Next(6) == 0:
                    text.Add((byte)random.Next(128, 256));
                    break;
                default:
                    Spoil(random, entries[random.Next(entries.Count)], text);
                    break;
            }
        }

        return [.. text];
    }

    internal static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    // An entry with things put between, characters doubled and the end cut off now and then.
    private static void Spoil(Random random, string entry, List<byte> text)
    {
        foreach (Rune rune in entry.EnumerateRunes())
        {
            if (random.Next(12) == 0)
            {
                return;
            }

            for (int times = random.Next(8) == 0 ? random.Next(2, 4) : 1; times > 0; times--)
            {
                text.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
            }

            for (int between = random.Next(3) == 0 ? random.Next(6) : 0; between > 0; between--)
            {
                text.AddRange(Encoding.UTF8.GetBytes(Pick(random, Between)));
            }
        }
    }
}
