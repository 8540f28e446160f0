using System.Runtime.CompilerServices;
using System.Text;
using Confluent.Kafka;
using GbGateway.Ledger.Records;

namespace GbGateway.Ledger.Sinks;

/// <summary>A partition of a Kafka topic, for a fleet's scale. Each group is a transaction of an idempotent producer (acks=all): whole or not at all, and a second writer of the same chain fences the first.</summary>
/// <remarks>Retention is the topic's own: it is set with <c>retention.ms</c>, at least six months (<c>T-log</c>). Finding reads the partition from its begin; a database is the place for queries.</remarks>
public sealed class KafkaLedgerSink(LedgerSinkSettings settings) : LedgerSink
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // How far back the end of the chain is first looked for, in records of the partition.
    private const long FirstLookBack = 2_000;

    private readonly TopicPartition _partition = new(settings.Topic, new Partition(0));
    private readonly byte[] _key = Encoding.UTF8.GetBytes(settings.Chain);
    private IProducer<byte[], byte[]>? _producer;

    /// <inheritdoc/>
    public override string Chain => settings.Chain;

    /// <inheritdoc/>
    public override async ValueTask<LedgerEntry?> OpenAsync(CancellationToken cancellation)
    {
        await CloseAsync().ConfigureAwait(false);
        return await Task.Run(() =>
        {
            try
            {
                _producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig(new Dictionary<string, string>(settings.Client))
                {
                    BootstrapServers = settings.Target,
                    EnableIdempotence = true,
                    Acks = Acks.All,
                    TransactionalId = "gbgateway-ledger-" + settings.Chain,
                    MessageTimeoutMs = (int)Patience.TotalMilliseconds,
                    TransactionTimeoutMs = (int)(2 * Patience.TotalMilliseconds),
                    LingerMs = 0,
                }).SetLogHandler(static (_, _) => { }).Build();
                _producer.InitTransactions(Patience); // fences an older writer and ends what it left open
                return ReadLast(cancellation);
            }
            catch (KafkaException e)
            {
                DropProducer();
                throw new LedgerSinkException($"Kafka can't be opened: {e.Error.Reason}", e);
            }
        }, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellation)
    {
        var producer = _producer ?? throw new LedgerSinkException("the sink is not open");
        try
        {
            producer.BeginTransaction();
            var sent = new Task[entries.Count];
            for (var i = 0; i < sent.Length; i++)
            {
                sent[i] = producer.ProduceAsync(_partition, new Message<byte[], byte[]> { Key = _key, Value = EntryCodec.ToArray(entries[i]) }, cancellation);
            }
            await Task.WhenAll(sent).ConfigureAwait(false);
            await Task.Run(() => producer.CommitTransaction(Patience), cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is KafkaException or OperationCanceledException or InvalidOperationException)
        {
            throw new LedgerSinkException($"Kafka took no entries: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask CloseAsync()
    {
        if (_producer is not null)
        {
            await Task.Run(DropProducer).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<LedgerEntry> ReadAsync(long fromSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Yield(); // consuming blocks
        using var consumer = Consume();
        var ends = Ends(consumer);
        foreach (var entry in Entries(consumer, ends.Low.Value, ends.High.Value, cancellation))
        {
            if (entry.Sequence >= fromSequence)
            {
                yield return entry;
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteThroughAsync(long lastSequence, CancellationToken cancellation) =>
        throw new LedgerSinkException("Kafka deletes by its own retention.ms; the gateway deletes nothing there");

    private LedgerEntry? ReadLast(CancellationToken cancellation)
    {
        using var consumer = Consume();
        var ends = Ends(consumer);
        for (var back = FirstLookBack; ; back *= 16)
        {
            var from = Math.Max(ends.Low.Value, ends.High.Value - back);
            var last = Entries(consumer, from, ends.High.Value, cancellation).LastOrDefault();
            if (last is not null || from == ends.Low.Value)
            {
                return last;
            }
        }
    }

    private WatermarkOffsets Ends(IConsumer<byte[], byte[]> consumer)
    {
        try
        {
            return consumer.QueryWatermarkOffsets(_partition, Patience);
        }
        catch (KafkaException e) when (e.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition)
        {
            return new WatermarkOffsets(0, 0);
        }
    }

    private IEnumerable<LedgerEntry> Entries(IConsumer<byte[], byte[]> consumer, long low, long high, CancellationToken cancellation)
    {
        if (low >= high)
        {
            yield break;
        }
        consumer.Assign(new TopicPartitionOffset(_partition, low));
        LedgerEntry? last = null;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var result = consumer.Consume(Patience)
                ?? throw new LedgerSinkException("Kafka gave no records in time");
            if (result.IsPartitionEOF)
            {
                yield break;
            }
            if (result.Message.Key.AsSpan().SequenceEqual(_key))
            {
                var entry = EntryCodec.TryRead(result.Message.Value)
                    ?? throw new LedgerCorruptException((last?.Sequence ?? 0) + 1, $"the record at offset {result.Offset.Value} is no entry");
                last = entry;
                yield return entry;
            }
            if (result.Offset.Value >= high - 1)
            {
                yield break;
            }
        }
    }

    private IConsumer<byte[], byte[]> Consume() => new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig(new Dictionary<string, string>(settings.Client))
    {
        BootstrapServers = settings.Target,
        GroupId = "gbgateway-ledger-reader", // needed by the client, never committed to
        EnableAutoCommit = false,
        EnablePartitionEof = true,
        IsolationLevel = IsolationLevel.ReadCommitted,
        AllowAutoCreateTopics = true,
    }).SetLogHandler(static (_, _) => { }).Build();

    private void DropProducer()
    {
        _producer?.Dispose();
        _producer = null;
    }
}
