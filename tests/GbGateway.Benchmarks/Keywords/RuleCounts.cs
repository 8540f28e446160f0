using GbGateway.Content.Filtering;

namespace GbGateway.Benchmarks.Keywords;

/// <summary>Counts the hits of every rule.</summary>
internal readonly struct RuleCounts(int[] counts) : IHitSink
{
    public void OnHit(int rule, int start, int end) => counts[rule]++;

    internal int Of(int rule) => counts[rule];
}
