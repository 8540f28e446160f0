using System.Net;
using System.Text;
using System.Text.Json;

namespace GbGateway.Labels.Verification.Shapes;

/// <summary>Reads a label's value in whatever notation it stands: JSON, JSON within a JSON string, escaped once or twice, entity- or percent-encoded, base64, in single quotes.</summary>
internal static class LabelNotation
{
    private const int MostLayers = 5;
    private const int LongestLead = 24;

    /// <summary>The members, or null if the value is no object in any of these notations.</summary>
    /// <param name="value">The value as it stands in its carrier.</param>
    /// <param name="isEncoded">Whether it had to be decoded first.</param>
    public static LabelFields? TryRead(string value, out bool isEncoded)
    {
        isEncoded = false;
        if (value.Length > 4 * AigcMetadata.MaxLabelLength)
        {
            return null;
        }
        for (var layer = 0; layer < MostLayers; layer++)
        {
            value = value.Trim().Trim('\0', '\uFEFF').Trim();
            if (LabelFields.TryReadJson(value) is { } fields)
            {
                return fields;
            }
            if (Unwrap(value) is not { } next || next == value)
            {
                break;
            }
            value = next;
            isEncoded = true;
        }
        isEncoded = true;
        return value.StartsWith('{') ? YamlFields.TryReadFlow(value) : null;
    }

    // One layer of encoding taken off, or null.
    private static string? Unwrap(string value)
    {
        if (value.Length < 2)
        {
            return null;
        }
        if (value[0] == '"' && TryReadString(value) is { } inner)
        {
            return inner;
        }
        var brace = value.IndexOf('{', StringComparison.Ordinal);
        if (brace is > 0 and < LongestLead && LabelTraces.ObjectLength(value.AsSpan(brace)) is var length and > 0)
        {
            return value.Substring(brace, length); // "AIGC{…}", "AIGC={…}"
        }
        if (value.Contains("&quot;", StringComparison.OrdinalIgnoreCase) || value.Contains("&#", StringComparison.Ordinal) || value.Contains("&amp;", StringComparison.OrdinalIgnoreCase))
        {
            return WebUtility.HtmlDecode(value);
        }
        if (value.Contains("\\\"", StringComparison.Ordinal))
        {
            return value.Replace("\\\\", "\u0001", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\u0001", "\\", StringComparison.Ordinal);
        }
        if (value.StartsWith("%7B", StringComparison.OrdinalIgnoreCase))
        {
            return Uri.UnescapeDataString(value);
        }
        if (value.StartsWith("eyJ", StringComparison.Ordinal) || value.StartsWith("eyA", StringComparison.Ordinal) || value.StartsWith("ewo", StringComparison.Ordinal))
        {
            var bytes = new byte[value.Length];
            return Convert.TryFromBase64String(value, bytes, out var written) ? Encoding.UTF8.GetString(bytes, 0, written) : null;
        }
        var whole = brace == 0 ? LabelTraces.ObjectLength(value) : 0;
        return whole > 0 && whole < value.Length ? value[..whole] : null;
    }

    private static string? TryReadString(string value)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(value));
            return reader.Read() && reader.TokenType == JsonTokenType.String && reader.GetString() is { } text && !reader.Read() ? text : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
