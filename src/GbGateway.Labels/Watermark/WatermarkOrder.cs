using GbGateway.Labels.Media;

namespace GbGateway.Labels.Watermark;

/// <summary>The content label to put into a picture (<c>GB-6.2</c>).</summary>
/// <param name="Key">The key to mark with.</param>
/// <param name="ContentId">What leads to the content, at most <see cref="WatermarkPayload.MaxContentId"/>; see <see cref="WatermarkPayload.ContentIdOf"/>.</param>
/// <param name="Strength">How strong the mark may be.</param>
public sealed record WatermarkOrder(WatermarkKey Key, ulong ContentId, WatermarkStrength Strength)
{
    /// <summary>The receipt of a picture that was not marked.</summary>
    public WatermarkReceipt Unmarked(WatermarkOutcome outcome) => new(outcome, Key.Id, 0, 0, 0);

    /// <summary>Whether a picture is too small to be marked.</summary>
    public static bool IsTooSmall(MediaFacts facts) => Math.Min(facts.Width, facts.Height) < WatermarkEmbedder.MinSide;
}
