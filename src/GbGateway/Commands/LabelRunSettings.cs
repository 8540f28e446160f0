using GbGateway.Labels;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Watermark;

namespace GbGateway.Commands;

/// <summary>What a <see cref="LabelRun"/> writes and how.</summary>
/// <param name="Producer">The implicit label's ContentProducer.</param>
/// <param name="Wording">The explicit label's text.</param>
/// <param name="Position">Its corner.</param>
/// <param name="Overwrite">Whether files that are there are replaced.</param>
/// <param name="Parallel">Pictures at a time.</param>
public sealed record LabelRunSettings(string Producer, string Wording, LabelPosition Position, bool Overwrite, int Parallel)
{
    /// <summary>The font of the explicit label, or null for the embedded one.</summary>
    public LabelFont? Font { get; init; }

    /// <summary>The key of the watermark, or null for none.</summary>
    public WatermarkKey? Watermark { get; init; }
}
