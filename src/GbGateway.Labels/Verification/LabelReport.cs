namespace GbGateway.Labels.Verification;

/// <summary>What was found in one file.</summary>
public sealed record LabelReport
{
    /// <summary>The file's name, for people; empty if it has none.</summary>
    public required string Name { get; init; }

    /// <summary>The format its bytes have, such as <c>PNG</c>; <c>unknown</c> if none that is known.</summary>
    public required string Format { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long Length { get; init; }

    /// <summary>Every carrier found.</summary>
    public required IReadOnlyList<LabelFinding> Findings { get; init; }

    /// <summary>What is known about the explicit label.</summary>
    public required ExplicitState Explicit { get; init; }

    /// <summary>The explicit text labels found.</summary>
    public required IReadOnlyList<ExplicitFinding> ExplicitLabels { get; init; }

    /// <summary>What is to be said about the file as a whole.</summary>
    public required IReadOnlyList<LabelRemark> Remarks { get; init; }

    /// <summary>Whether the file could be read at all.</summary>
    public bool IsReadable { get; init; } = true;

    /// <summary>SHA-256 of the file, hexadecimal; null if it was not read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The watermark; null if it was not looked for.</summary>
    public WatermarkFinding? Watermark { get; init; }

    /// <summary>What our ledger knows of the file; null if it was not asked.</summary>
    public LedgerFinding? Ledger { get; init; }

    /// <summary>How many labels the file has; the standard wants exactly one (<c>GB-6.1-c</c>).</summary>
    public int LabelCount => Findings.Count(static finding => finding.IsLabel);

    /// <summary>Whether there is exactly one implicit label, it is valid, and no explicit text label is known to be missing.</summary>
    public bool IsFine =>
        IsReadable && LabelCount == 1 && Explicit != ExplicitState.Missing
        && Findings.All(static finding => finding.Verdict != LabelVerdict.Malformed) && Remarks.All(static remark => !remark.IsMistake);

    /// <summary>The exit code of a command: 0 all fine, 1 something missing or wrong, 2 unreadable.</summary>
    public int ExitCode => !IsReadable ? 2 : IsFine ? 0 : 1;
}
