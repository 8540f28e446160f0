using GbGateway.Ledger.Records;
using GbGateway.Ledger.Sinks;
using GbGateway.Ledger.Writing;

namespace GbGateway.Ledger;

/// <summary>Where one gateway's ledger is and how it is written. Fixed at the start.</summary>
public sealed record LedgerSettings
{
    /// <summary>The folder on this machine: spool, exported checkpoints, keys, and the ledger itself where the sink is a file.</summary>
    public required string Folder { get; init; }

    /// <summary>Name of the sink's kind (<see cref="LedgerSinks"/>).</summary>
    public required string Sink { get; init; }

    /// <summary>PostgreSQL's connection string, Kafka's servers; empty for sinks in the folder.</summary>
    public string Connection { get; init; } = "";

    /// <summary>Kafka's topic.</summary>
    public string Topic { get; init; } = "gbgateway-ledger";

    /// <summary>The chain's name.</summary>
    public required string Chain { get; init; }

    /// <summary>The file of the private key that signs checkpoints, or empty for one that is made in the folder.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>Files of public keys that signed before, beside those the folder knows.</summary>
    public IReadOnlyList<string> TrustedKeys { get; init; } = [];

    /// <summary>Hash of the chain.</summary>
    public LedgerHashAlgorithm Hash { get; init; } = LedgerHashAlgorithm.Sha256;

    /// <summary>Most entries of a segment.</summary>
    public int SegmentEntries { get; init; } = 100_000;

    /// <summary>Longest spool, in bytes.</summary>
    public long SpoolBytes { get; init; } = 64L << 20;

    /// <summary>How long an answer waits for its record.</summary>
    public TimeSpan AckTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After how many days whole segments are deleted; null for never.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>The file of exported checkpoints.</summary>
    public string AnchorPath => Path.Combine(Folder, "checkpoints");

    /// <summary>The folder of public keys that signed.</summary>
    public string KeysFolder => Path.Combine(Folder, "keys");

    /// <summary>Makes the sink; it opens nothing yet.</summary>
    public LedgerSink CreateSink() => LedgerSinks.Find(Sink)!.Create(new LedgerSinkSettings(Chain, Sink switch
    {
        "sqlite" => Path.Combine(Folder, "ledger.db"),
        "jsonl" => Path.Combine(Folder, "ledger"),
        _ => Connection,
    }, Topic));

    /// <summary>How the writer works.</summary>
    public LedgerWriterOptions WriterOptions => new()
    {
        SpoolPath = Path.Combine(Folder, "spool"),
        AnchorPath = AnchorPath,
        SpoolBytes = SpoolBytes,
        Algorithm = Hash,
        SegmentEntries = SegmentEntries,
        AckTimeout = AckTimeout,
    };
}
