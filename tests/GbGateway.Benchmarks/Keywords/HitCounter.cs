using GbGateway.Content.Filtering;

namespace GbGateway.Benchmarks.Keywords;

/// <summary>Counts hits.</summary>
internal struct HitCounter : IHitSink
{
    internal long Hits { get; private set; }

    public void OnHit(int rule, int start, int end) => Hits++;
}
