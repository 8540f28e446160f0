using System.Buffers;
using System.Text;
using GbGateway.Content.Filtering;

namespace GbGateway.Tests.Filtering;

/// <summary>T13: hostile text costs in proportion to its length. Work is counted, not timed: steps beside the scan, bytes the scan goes over, bytes held.</summary>
public sealed class LinearWorkTests
{
    public static TheoryData<string> Attacks => ["same", "nested", "almost", "shields", "terms", "absent", "separators", "invisible", "arguments"];

    [Theory, MemberData(nameof(Attacks))]
    public void Twice_the_text_is_twice_the_work_whole_and_in_pieces(string attack)
    {
        KeywordSet set = Set();
        foreach (int size in new[] { int.MaxValue, 7 })
        {
            (long work, int held) once = Work(set, attack, 20_000, size);
            (long work, int held) twice = Work(set, attack, 40_000, size);
            Assert.True(twice.work <= 2.2 * once.work + 10_000, $"{attack}, pieces of {size}: {once.work}, then {twice.work}");
            Assert.True(size == int.MaxValue || twice.held <= Math.Max(2048, once.held), $"{attack}: {twice.held} bytes held");
        }
    }

    // Work is the filter's own steps, and what each call of the scan has before it: the bytes held and the new ones.
    private static (long Work, int Held) Work(KeywordSet set, string attack, int length, int size)
    {
        byte[] text = Encoding.UTF8.GetBytes(Text(attack, length));
        using var filter = new TextFilter(set, json: attack == "arguments");
        var output = new ArrayBufferWriter<byte>(text.Length * 4);
        long bytes = 0;
        int held = 0;
        foreach (byte[] piece in Keywords.Cut(text, () => size))
        {
            bytes += filter.Held + piece.Length;
            filter.Push(piece, output);
            held = Math.Max(held, filter.Held);
            output.ResetWrittenCount();
        }

        filter.Flush(output);
        return (bytes + filter.Steps, held);
    }

    private static KeywordSet Set()
    {
        var entries = new List<KeywordEntry>();
        for (int i = 1; i <= 40; i++)
        {
            entries.Add(new KeywordEntry { Text = new string('a', i) + "b", Folding = TextFolding.Default & ~TextFolding.WholeWords });
        }

        entries.Add(new KeywordEntry { Text = "ass", Folding = TextFolding.Default & ~TextFolding.WholeWords });
        entries.Add(new KeywordEntry { Text = "assistant", Kind = KeywordKind.Allow });
        entries.Add(new KeywordEntry { Text = "甲", OtherTerms = ["乙"], Kind = KeywordKind.Near, Within = 200 });
        entries.Add(new KeywordEntry { Text = "丙", OtherTerms = ["丁"], Kind = KeywordKind.Without, Within = 200 });
        entries.Add(new KeywordEntry { Text = "敏感词语" });
        entries.Add(new KeywordEntry { Text = @"x[0-9]{1,20}y", Kind = KeywordKind.Regex });
        return KeywordSet.Compile([Keywords.Library(entries)], FilterActions.MaskAll, DateOnly.MinValue);
    }

    private static string Text(string attack, int length) => attack switch
    {
        "same" => new string('a', length),
        "nested" => Repeat("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", length),
        "almost" => Repeat("x1234567890123456789", length),
        "shields" => Repeat("ass assistant ", length),
        "terms" => Repeat("甲甲乙", length),
        "absent" => new string('丙', length / 2) + Repeat("丁", length / 2),
        "separators" => "敏" + Repeat("·", length) + "感",
        "invisible" => "敏" + Repeat("\u200b", length) + "感",
        _ => Repeat("\\u0061\\u82f9", length),
    };

    private static string Repeat(string text, int length) => string.Concat(Enumerable.Repeat(text, Math.Max(1, length / text.Length)));
}
