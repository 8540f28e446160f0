using GbGateway.Content.Filtering;

namespace GbGateway.Tests.Filtering;

/// <summary>Collects hits with offsets counted from the start of the text.</summary>
internal readonly struct HitSet(HashSet<(int Rule, int Start, int End)> hits, int offset, List<string> twice) : IHitSink
{
    public void OnHit(int rule, int start, int end)
    {
        if (!hits.Add((rule, start + offset, end + offset)))
        {
            twice.Add($"rule {rule} at {start + offset}..{end + offset}");
        }
    }
}
