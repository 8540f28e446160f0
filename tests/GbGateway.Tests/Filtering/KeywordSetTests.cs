namespace GbGateway.Tests.Filtering;

/// <summary>The matcher against a naive one, whole and in cuts.</summary>
public sealed class KeywordSetTests
{
    private const int Libraries = 3000;

    [Fact]
    public void Every_hit_of_the_naive_matcher_is_found_and_no_other_wherever_the_text_is_cut() => MatcherLaw.Check(seed: 1, Libraries);
}
