namespace GbGateway.Grants;

/// <summary>What a grant token is worth for one request.</summary>
/// <param name="Status">Whether it holds, and if not, why.</param>
/// <param name="Grant">The grant where one could be read and its signature is right, for the log; only <see cref="Holds"/> lets anything out.</param>
public sealed record GrantVerdict(GrantStatus Status, Grant? Grant = null)
{
    /// <summary>Whether the explicit label may be left out. Everything else changes nothing (<c>T15</c>).</summary>
    public bool Holds => Status == GrantStatus.Holds;
}
