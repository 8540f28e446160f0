using GbGateway.Ledger.Records;

namespace GbGateway.Ledger.Writing;

/// <summary>How a ledger is written.</summary>
public sealed record LedgerWriterOptions
{
    /// <summary>The spool's file, on a disk of this machine.</summary>
    public required string SpoolPath { get; init; }

    /// <summary>Longest spool, in bytes; 64 MiB hold some 100,000 items.</summary>
    public long SpoolBytes { get; init; } = 64L << 20;

    /// <summary>Where checkpoints are exported to, on another disk or machine if possible; null for nowhere. It shows a ledger that was cut or rolled back (<c>T17</c>).</summary>
    public string? AnchorPath { get; init; }

    /// <summary>Hash of the chain.</summary>
    public LedgerHashAlgorithm Algorithm { get; init; } = LedgerHashAlgorithm.Sha256;

    /// <summary>Most entries of one group.</summary>
    public int GroupEntries { get; init; } = 1024;

    /// <summary>Most openings that wait; more are refused at once.</summary>
    public int QueuedOpenings { get; init; } = 8192;

    /// <summary>How long an opening may wait for its answer.</summary>
    public TimeSpan AckTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the sink may take for a group before it counts as down.</summary>
    public TimeSpan AppendTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a sink that is down is tried again.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time without a checkpoint while entries come.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Most entries without a checkpoint.</summary>
    public int CheckpointEntries { get; init; } = 4096;

    /// <summary>Most entries of a segment, the unit of deletion; it also ends after a day.</summary>
    public int SegmentEntries { get; init; } = 100_000;
}
