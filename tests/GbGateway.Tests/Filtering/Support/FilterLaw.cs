using System.Text;
using GbGateway.Content.Filtering;

namespace GbGateway.Tests.Filtering;

/// <summary>For random libraries with every kind of rule and action: one output and one verdict, however the text is cut or escaped.</summary>
internal static class FilterLaw
{
    internal static void Check(int seed, int libraries)
    {
        for (int number = 0; number < libraries; number++)
        {
            var random = new Random(seed * 999_983 + number);
            var entries = new List<KeywordEntry>();
            for (int i = random.Next(1, 9); i > 0; i--)
            {
                entries.Add(Entry(random));
            }

            KeywordSet set = KeywordSet.Compile(
                [new KeywordLibrary("test", "1", entries)],
                new FilterActions((FilterAction)random.Next(5)),
                DateOnly.MinValue);
            for (int i = 0; i < 20; i++)
            {
                byte[] text = RandomTexts.Text(random, [.. entries.SelectMany(static entry => entry.OtherTerms.Append(entry.Text))], random.Next(1, 40));
                string about = $"seed {seed} library {number} text {i}: [{string.Join('|', entries)}] in {Convert.ToHexString(text)} {Encoding.UTF8.GetString(text)}";
                (string Output, FilterVerdict Verdict) whole = Keywords.Run(set, [text]);
                Same(whole, Keywords.Run(set, Keywords.Cut(text, static () => 1)), "by byte, " + about);
                Same(whole, Keywords.Run(set, Keywords.Cut(text, () => random.Next(1, 12))), "random cuts, " + about);
                if (Utf8IsValid(text))
                {
                    byte[] escaped = Escape(text, random);
                    string output = Keywords.Run(set, [escaped], json: true).Output;
                    Assert.True(output == Keywords.Run(set, Keywords.Cut(escaped, () => random.Next(1, 12)), json: true).Output, "escaped, " + about);
                    Assert.True(Unescape(output) == Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(whole.Output)), "unescaped, " + about);
                }
            }
        }
    }

    private static KeywordEntry Entry(Random random)
    {
        KeywordKind kind = random.Next(8) switch { 0 => KeywordKind.Near, 1 => KeywordKind.Without, 2 => KeywordKind.Allow, _ => KeywordKind.Word };
        return new KeywordEntry
        {
            Text = RandomTexts.Entry(random),
            Kind = kind,
            OtherTerms = kind is KeywordKind.Near or KeywordKind.Without ? [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => RandomTexts.Entry(random))] : [],
            Within = random.Next(12),
            Action = random.Next(3) == 0 ? (FilterAction)random.Next(5) : null,
            Replacement = random.Next(3) == 0 ? "<" + random.Next(10) + ">" : null,
        };
    }

    private static void Same((string Output, FilterVerdict Verdict) whole, (string Output, FilterVerdict Verdict) cut, string about)
    {
        Assert.True(whole.Output == cut.Output, about + $"\nwhole {whole.Output}\ncut   {cut.Output}");
        if (whole.Verdict.Action != FilterAction.Block)
        {
            Assert.True(whole.Verdict.Hits == cut.Verdict.Hits, $"{whole.Verdict.Hits} and {cut.Verdict.Hits} hits, {about}");
            Assert.True(whole.Verdict.Findings.ToHashSet().SetEquals(cut.Verdict.Findings), about);
        }
    }

    private static bool Utf8IsValid(byte[] text) => System.Text.Unicode.Utf8.IsValid(text);

    private static byte[] Escape(byte[] text, Random random)
    {
        var escaped = new StringBuilder();
        foreach (char c in Encoding.UTF8.GetString(text))
        {
            bool pair = char.IsSurrogate(c);
            if (c < ' ' || pair || random.Next(3) == 0)
            {
                escaped.Append("\\u").Append(((int)c).ToString(random.Next(2) == 0 ? "x4" : "X4", null));
            }
            else
            {
                escaped.Append(c);
            }
        }

        return Encoding.UTF8.GetBytes(escaped.ToString());
    }

    private static string Unescape(string output) => System.Text.Json.JsonDocument.Parse(
        "\"" + Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(output)) + "\"").RootElement.GetString()!;
}
