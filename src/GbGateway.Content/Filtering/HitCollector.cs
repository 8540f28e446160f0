namespace GbGateway.Content.Filtering;

/// <summary>Collects the hits of a scan with their actions.</summary>
internal readonly struct HitCollector(KeywordSet set, HitList hits) : IHitSink
{
    public void OnHit(int rule, int start, int end) => hits.Add(new TextHit(start, end, rule, set.Rules[rule].Action));
}
