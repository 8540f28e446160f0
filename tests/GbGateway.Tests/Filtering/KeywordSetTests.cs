using System.Diagnostics;
using System.Text;
using GbGateway.Content.Filtering;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Filtering;

/// <summary>The matcher against a naive one, whole and in cuts; and what it costs.</summary>
[Collection(nameof(Alone))]
public sealed class KeywordSetTests
{
    /// <summary>Libraries a law is tried on, 60 texts each in three cuts; GBGATEWAY_LAW_LIBRARIES=10000 makes it millions of cases.</summary>
    private static readonly int Libraries = int.Parse(Environment.GetEnvironmentVariable("GBGATEWAY_LAW_LIBRARIES") ?? "120", null);

    [Fact]
    public void Every_hit_of_the_naive_matcher_is_found_and_no_other_wherever_the_text_is_cut() =>
        Assert.True(MatcherLaw.Check(seed: 1, Libraries) > 5_000, "the random texts hold too few hits to prove anything");

    [Fact]
    public void A_long_text_in_one_piece_has_the_hits_that_it_has_in_pieces_too_short_for_the_prefilter() =>
        Assert.True(MatcherLaw.CheckLong(seed: 2, Libraries / 4) > 2_000, "the long texts hold too few hits to prove anything");

    /// <summary>By hand: <c>DOTNET_EnableAVX512=0 dotnet test tests/GbGateway.Tests -c Release --filter FullyQualifiedName~Filtering</c>.</summary>
    [SkippableTheory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void With_narrower_vectors_or_none_the_same_laws_hold(string vectors)
    {
        Skip.If(Environment.GetEnvironmentVariable(vectors) == "0", "this is the run with fewer vectors");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "vstest", typeof(KeywordSetTests).Assembly.Location,
                "--TestCaseFilter:FullyQualifiedName~KeywordSetTests.Every_hit|FullyQualifiedName~KeywordSetTests.A_long_text",
            },
            Environment = { [vectors] = "0" },
            RedirectStandardOutput = true,
        };
        using Process child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.True(child.ExitCode == 0 && output.Contains("Passed", StringComparison.Ordinal), output);
    }

    [Fact]
    public void Scanning_allocates_nothing()
    {
        KeywordSet set = KeywordSet.Compile([Keywords.Library("敏感词", "bad word", "Scam")], FilterActions.MaskAll, DateOnly.MinValue);
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("这里有敏感词，also a bad word and a s-c-a-m. ", 100)));
        var sink = default(HitCount);
        set.Scan(text, ref sink);
        long before = GC.GetAllocatedBytesForCurrentThread();
        set.Scan(text, ref sink);
        ScanState state = default;
        set.Scan(text.AsSpan(0, 50), ref state, final: false, ref sink);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sink.Hits > 600);
    }

    [Fact]
    public void A_run_too_long_to_count_begins_anew_and_is_still_found()
    {
        byte[] text = Encoding.UTF8.GetBytes("x " + new string('f', 100) + "uck yes");
        foreach (int cut in new[] { 1, 7, text.Length })
        {
            var hits = new HashSet<(int, int, int)>();
            ScanState state = default;
            KeywordSet set = KeywordSet.Compile([Keywords.Library("fuck")], FilterActions.MaskAll, DateOnly.MinValue);
            for (int from = 0, read = 0; from < text.Length || read < text.Length;)
            {
                read = Math.Min(read + cut, text.Length);
                var sink = new HitSet(hits, from, []);
                ScanResult result = set.Scan(text.AsSpan(from, read - from), ref state, read == text.Length, ref sink);
                state.Drop(result.Live);
                from += result.Live;
            }

            Assert.Equal([(0, 98, 105)], hits);
        }
    }

    [Fact]
    public void A_hundred_thousand_entries_are_all_found()
    {
        string[] entries = [.. Enumerable.Range(0, 100_000).Select(static i => $"词{(char)(0x4E00 + i % 5000)}{(char)(0x5E00 + i / 5000)}尾{(char)(0x4E00 + i % 977)}末")];
        KeywordSet set = KeywordSet.Compile([Keywords.Library(entries)], FilterActions.MaskAll, DateOnly.MinValue);
        Assert.Equal(entries.Length, set.Entries);
        var hits = new HashSet<(int Rule, int, int)>();
        var sink = new HitSet(hits, 0, []);
        set.Scan(Encoding.UTF8.GetBytes(string.Join('\n', entries)), ref sink);
        Assert.Equal(entries.Length, hits.Select(static hit => hit.Rule).Distinct().Count());
    }
}
