namespace GbGateway.Load.Client;

/// <summary>Carries one exchange at a time.</summary>
public interface IConnection : IDisposable
{
    /// <summary>Asks and reads the whole answer.</summary>
    /// <param name="due">When the request was due, in ticks of the monotonic clock.</param>
    /// <param name="figures">Takes event times and bytes, or null while warming up.</param>
    /// <returns>Whether a whole answer of status 200 came, with every event.</returns>
    public Task<bool> ExchangeAsync(long due, Figures? figures);

    /// <summary>The start of the first answer's body.</summary>
    public ReadOnlySpan<byte> Head { get; }
}
