using System.Buffers;
using GbGateway.Labels;

namespace GbGateway.Content.Bodies;

/// <summary>Reads the implicit label that an upstream put into its answer as the member <c>AIGC</c>.</summary>
internal static class UpstreamMember
{
    /// <summary>The label, an object or an object in a string; null if it is none of <c>GB-E-b</c>.</summary>
    public static AigcMetadata? TryRead(ReadOnlySpan<byte> json, SlotHit hit)
    {
        var value = hit.Of(json);
        if (hit.Token != JsonToken.String || value.Length > AigcMetadata.MaxLabelLength)
        {
            return AigcMetadata.TryParse(value, out var label) ? label : null;
        }
        var plain = ArrayPool<byte>.Shared.Rent(value.Length);
        try
        {
            return JsonText.TryUnescape(value, plain, out var length) && AigcMetadata.TryParse(plain.AsSpan(0, length), out var label) ? label : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }
}
