namespace GbGateway.Labels.Verification;

/// <summary>What was read of the content label, a watermark of our own keys (<c>GB-6.2</c>); it never stands for the metadata label.</summary>
/// <param name="ContentID">The content id it says, 12 hexadecimal digits; empty if there is no mark of these keys.</param>
/// <param name="KeyNumber">The number of the key that marked; -1 without a mark.</param>
/// <param name="MatchesLabel">Whether it says the same content as an implicit label of the file; null without a mark or without a label.</param>
public sealed record WatermarkFinding(string ContentID, int KeyNumber, bool? MatchesLabel)
{
    /// <summary>The picture was looked at, and there is no mark of these keys.</summary>
    public static WatermarkFinding None { get; } = new("", -1, null);

    /// <summary>Whether a mark was found.</summary>
    public bool IsFound => ContentID.Length > 0;
}
