namespace GbGateway.Content.Filtering;

/// <summary>Writes hits down.</summary>
internal readonly struct HitRecorder(List<(int Rule, int Start, int End)> hits) : IHitSink
{
    public void OnHit(int rule, int start, int end) => hits.Add((rule, start, end));
}
