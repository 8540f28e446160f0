using GbGateway.Labels.Watermark;

namespace GbGateway.Labels;

/// <summary>What was done to one piece of content. A refusal is a value: the route's policy decides what follows.</summary>
/// <param name="Outcome">How it ended; only with <see cref="LabelOutcome.Labelled"/> may the output be used.</param>
/// <param name="Format">The format's name, such as <c>png</c>; <c>unknown</c> when not recognised.</param>
/// <param name="Path">How it was written: <c>surgical</c>, <c>recoded</c> (marked, without a decoder's loss), <c>transcode</c> or <c>metadata</c>; empty if it wasn't.</param>
/// <param name="Reason">Why it was not labelled, for operators, without content; null when it was.</param>
public sealed record LabelReceipt(LabelOutcome Outcome, string Format, string Path, string? Reason = null)
{
    /// <summary>Why the surgical writer declined, if it was asked and did; for operators and metrics, without content.</summary>
    public string? FallbackReason { get; init; }

    /// <summary>Width in pixels as stored, 0 where it has none.</summary>
    public int Width { get; init; }

    /// <summary>Height in pixels as stored, 0 where it has none.</summary>
    public int Height { get; init; }

    /// <summary>An AIGC label that was in the file before, kept here for the ledger.</summary>
    public AigcMetadata? UpstreamLabel { get; init; }

    /// <summary>Whether the file had a C2PA manifest.</summary>
    public bool HadContentCredentials { get; init; }

    /// <summary>What came of the watermark; null if none was ordered.</summary>
    public WatermarkReceipt? Watermark { get; init; }

    /// <summary>Whether the output may be used.</summary>
    public bool IsLabelled => Outcome == LabelOutcome.Labelled;
}
