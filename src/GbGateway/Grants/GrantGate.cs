using GbGateway.Ledger.Signing;

namespace GbGateway.Grants;

/// <summary>Judges the grants that requests bring. The file of revocations is read again when it has changed; one that can't be read lets no grant hold.</summary>
/// <param name="keys">The keys that are trusted to sign grants.</param>
/// <param name="revocations">The file of revocations, or null where there is none.</param>
/// <param name="time">The clock.</param>
public sealed class GrantGate(KeyRing keys, string? revocations, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private GrantVerifier? _verifier = revocations is null ? new GrantVerifier(keys, GrantRevocations.None, time) : null;
    private DateTime _written;
    private long _lookedAt;
    private bool _looked;

    /// <summary>Judges <paramref name="token"/>; never throws.</summary>
    /// <param name="token">What the request's header says.</param>
    /// <param name="recipient">The tenant, as the gateway itself told it; empty holds for nobody.</param>
    /// <param name="route">The route's name.</param>
    public GrantVerdict Judge(string token, string recipient, string route) =>
        Verifier() is { } verifier ? verifier.Verify(token, recipient, route) : new GrantVerdict(GrantStatus.Revoked);

    private GrantVerifier? Verifier()
    {
        if (revocations is null)
        {
            return _verifier;
        }
        lock (_lock)
        {
            if (!_looked || time.GetElapsedTime(_lookedAt) >= LookAgain)
            {
                (_looked, _lookedAt) = (true, time.GetTimestamp());
                Look(revocations);
            }
            return _verifier;
        }
    }

    private void Look(string path)
    {
        try
        {
            // A file that is gone reads as of a time long past.
            var written = File.GetLastWriteTimeUtc(path);
            if (_verifier is null || written != _written)
            {
                _verifier = new GrantVerifier(keys, GrantRevocations.Read(path), time);
                _written = written;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _verifier = null;
        }
    }
}
