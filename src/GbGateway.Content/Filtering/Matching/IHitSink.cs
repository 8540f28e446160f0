namespace GbGateway.Content.Filtering;

/// <summary>Receives hits as they are found; implemented by structs so that the scan is compiled around it.</summary>
public interface IHitSink
{
    /// <summary>A rule's entry was found.</summary>
    /// <param name="rule">Index of the rule in the <see cref="KeywordSet"/>.</param>
    /// <param name="start">First byte of the hit in the scanned window.</param>
    /// <param name="end">Byte behind the hit in the scanned window.</param>
    public void OnHit(int rule, int start, int end);
}
