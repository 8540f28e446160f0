namespace GbGateway.Offenders;

/// <summary>Keeps the records of users who wrote harmful prompts. The family is listed in <see cref="OffenderStores"/>.</summary>
public abstract class OffenderStore : IAsyncDisposable
{
    /// <summary>A user's record; an empty one where there is none.</summary>
    public abstract ValueTask<OffenderRecord> ReadAsync(string user, CancellationToken cancellation);

    /// <summary>Counts a prompt, at once with those that other nodes count.</summary>
    /// <returns>The record after it, and the one before.</returns>
    public abstract ValueTask<(OffenderRecord Now, OffenderRecord Before)> CountAsync(string user, bool harmful, OffenderRule rule, DateTimeOffset now, CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
