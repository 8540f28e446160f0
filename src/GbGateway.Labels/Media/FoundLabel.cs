using System.Text;

namespace GbGateway.Labels.Media;

/// <summary>An AIGC label found in a file.</summary>
/// <param name="Carrier">Where it stood, such as <c>PNG iTXt XML:com.adobe.xmp</c>.</param>
/// <param name="Value">The value as it stands.</param>
/// <param name="Metadata">The value read, or null if it is no label of <c>GB-E-b</c>.</param>
public sealed record FoundLabel(string Carrier, string Value, AigcMetadata? Metadata)
{
    /// <summary>A label of this value, read if it can be.</summary>
    internal static FoundLabel Of(string carrier, string value)
    {
        AigcMetadata.TryParse(Encoding.UTF8.GetBytes(value), out var metadata);
        return new FoundLabel(carrier, value, metadata);
    }
}
