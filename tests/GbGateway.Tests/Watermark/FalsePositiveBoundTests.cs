using GbGateway.Labels.Watermark;

namespace GbGateway.Tests.Watermark;

public sealed class FalsePositiveBoundTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void At_the_threshold_looks_times_words_times_the_tail_is_one_in_a_billion(int keys)
    {
        var s = FalsePositiveBound.Threshold(SearchStage.MaxOrientedCandidates, keys);

        var log = FalsePositiveBound.LogLooks(SearchStage.MaxOrientedCandidates, keys) + 52 * Math.Log(2) + Math.Log(1 + s / 2) - s / 2;
        Assert.Equal(Math.Log(1e-9), log, 6);
    }

    [Fact]
    public void The_search_never_looks_more_often_than_the_bound_counts()
    {
        var most = 0;
        for (var stage = 0; stage < SearchStage.Count; stage++)
        {
            for (var candidate = 0; candidate < (stage == 0 ? SearchStage.MaxCandidates : 3); candidate++)
            {
                most += SearchStage.OrientationsOf(stage, candidate);
            }
        }
        Assert.Equal(SearchStage.MaxOrientedCandidates, most);
    }

    [Fact]
    public void More_keys_ask_for_a_higher_score()
    {
        Assert.True(Keys.Detector(Keys.Make(1, 1), Keys.Make(2, 2)).Threshold > Keys.Detector(Keys.Make(1, 1)).Threshold);
        Assert.InRange(Keys.Detector(Keys.Make(1)).Threshold, 170, 190);
    }
}
