using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GbGateway.Labels.Verification;

/// <summary>Reports as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LabelReport))]
[JsonSerializable(typeof(IReadOnlyList<LabelReport>))]
public sealed partial class LabelReportJson : JsonSerializerContext
{
    /// <summary>Writes <paramref name="report"/> with Chinese as it is: indented, or on one line.</summary>
    public static string Render(LabelReport report, bool indented = true)
    {
        // Made on call: a static field here would be set before the generated ones it needs.
        var readable = new LabelReportJson(new JsonSerializerOptions(Default.Options) { WriteIndented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        return JsonSerializer.Serialize(report, readable.LabelReport);
    }
}
