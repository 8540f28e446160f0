using GbGateway.Labels.Integrity;

namespace GbGateway.Labels.Verification;

/// <summary>One carrier of an implicit label, or of something that looks like one.</summary>
/// <param name="Carrier">Where it stands, such as <c>PNG iTXt XML:com.adobe.xmp</c>.</param>
/// <param name="Place">The place within the file, such as <c>byte 41</c> or <c>line 3</c>.</param>
/// <param name="Value">The value as it stands, at most <see cref="LongestValue"/> characters of it.</param>
/// <param name="Verdict">What it is.</param>
/// <param name="Remarks">What is to be said about it.</param>
public sealed record LabelFinding(string Carrier, string Place, string Value, LabelVerdict Verdict, IReadOnlyList<LabelRemark> Remarks)
{
    /// <summary>Longest value kept, in characters.</summary>
    public const int LongestValue = AigcMetadata.MaxLabelLength;

    /// <summary>The seven elements where they could be read; missing ones are empty.</summary>
    public AigcMetadata? Metadata { get; init; }

    /// <summary>The producer's code in its segments, if it is one.</summary>
    public ProviderCode? Producer { get; init; }

    /// <summary>The propagator's code in its segments, if it is one.</summary>
    public ProviderCode? Propagator { get; init; }

    /// <summary>The integrity protection in ReservedCode1.</summary>
    public SignatureFinding Signature { get; init; } = SignatureFinding.Empty;

    /// <summary>Whether it counts as a label of the file (<c>GB-6.1-c</c>).</summary>
    public bool IsLabel => Verdict != LabelVerdict.NotGbLabel;
}
