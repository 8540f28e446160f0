namespace GbGateway.Ledger.Sinks;

/// <summary>Where a sink is.</summary>
/// <param name="Chain">The chain's name: one for each gateway instance, so that several can share a database or a topic.</param>
/// <param name="Target">SQLite: the file. JSON lines: the directory. PostgreSQL: the connection string. Kafka: the bootstrap servers.</param>
/// <param name="Topic">Kafka: the topic.</param>
public sealed record LedgerSinkSettings(string Chain, string Target, string Topic = "gbgateway-ledger")
{
    /// <summary>Further settings of the Kafka client, such as those of TLS and SASL.</summary>
    public IReadOnlyDictionary<string, string> Client { get; init; } = new Dictionary<string, string>();
}
