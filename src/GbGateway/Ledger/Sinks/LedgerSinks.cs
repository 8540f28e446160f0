namespace GbGateway.Ledger.Sinks;

/// <summary>The kinds of sink, the default first.</summary>
public static class LedgerSinks
{
    /// <summary>Every kind.</summary>
    public static IReadOnlyList<LedgerSinkKind> All { get; } =
    [
        new("sqlite", static settings => new SqliteLedgerSink(settings)),
        new("postgresql", static settings => new PostgresLedgerSink(settings)),
        new("kafka", static settings => new KafkaLedgerSink(settings)),
        new("jsonl", static settings => new JsonLinesLedgerSink(settings)),
    ];

    /// <summary>The kind named <paramref name="name"/>, or null.</summary>
    public static LedgerSinkKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
