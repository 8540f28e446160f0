using Confluent.Kafka;

namespace GbGateway.Tests.Ledger.Sinks;

/// <summary>librdkafka's own mock cluster: real sockets and the real protocol, within this process.</summary>
public sealed class KafkaMock : IDisposable
{
    private readonly IAdminClient _host;

    public KafkaMock()
    {
        _host = new AdminClientBuilder(new Dictionary<string, string> { ["test.mock.num.brokers"] = "1", ["bootstrap.servers"] = "ignored" })
            .SetLogHandler(static (_, _) => { }).Build();
        var broker = _host.GetMetadata(TimeSpan.FromSeconds(20)).Brokers.Single();
        Servers = $"{broker.Host}:{broker.Port}";
    }

    public string Servers { get; }

    public void Dispose() => _host.Dispose();
}
