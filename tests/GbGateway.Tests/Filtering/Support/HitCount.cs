using GbGateway.Content.Filtering;

namespace GbGateway.Tests.Filtering;

/// <summary>Counts hits.</summary>
internal struct HitCount : IHitSink
{
    internal int Hits { get; private set; }

    public void OnHit(int rule, int start, int end) => Hits++;
}
