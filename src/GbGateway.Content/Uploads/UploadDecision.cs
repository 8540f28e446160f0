using GbGateway.Labels;
using GbGateway.Labels.Verification;

namespace GbGateway.Content.Uploads;

/// <summary>What a platform decides about one file (<c>MEA-6</c>): by its metadata, else by its uploader's declaration, else by traces.</summary>
/// <param name="Label">The value of <c>Label</c>: <c>1</c> is, <c>2</c> may be, <c>3</c> suspected; empty if nothing speaks for it.</param>
/// <param name="By">What decided: <c>metadata</c>, <c>declaration</c>, <c>traces</c> or <c>none</c>.</param>
/// <param name="Upstream">The label in the file that decided, or null.</param>
public sealed record UploadDecision(string Label, string By, AigcMetadata? Upstream)
{
    /// <summary>As in the ledger: <c>2 by declaration</c>.</summary>
    public override string ToString() => Label.Length == 0 ? "none" : $"{Label} by {By}";

    /// <summary>Decides.</summary>
    /// <param name="report">What was read in the file.</param>
    /// <param name="isDeclared">Whether its uploader says that it is generated.</param>
    public static UploadDecision Of(LabelReport report, bool isDeclared)
    {
        foreach (var finding in report.Findings)
        {
            if (finding is { Verdict: LabelVerdict.Valid or LabelVerdict.ValidWithWarnings, Metadata: { } label })
            {
                return new UploadDecision(label.Label, "metadata", label);
            }
        }
        if (isDeclared)
        {
            return new UploadDecision(AigcLabel.MayBe, "declaration", null);
        }
        // A broken or private label, a mark of our keys, an explicit label: traces of generation.
        var hasTraces = report.Findings.Count > 0 || report.ExplicitLabels.Count > 0 || report.Watermark is { IsFound: true };
        return hasTraces ? new UploadDecision(AigcLabel.Suspected, "traces", null) : new UploadDecision("", "none", null);
    }
}
