using System.Text;
using System.Text.Json;

namespace GbGateway.Labels.Verification.Shapes;

/// <summary>The members of a label in the order they stand, whatever notation they came in.</summary>
internal sealed class LabelFields(List<LabelField> fields, bool isWrapped)
{
    private const int MostFields = 64;

    public static readonly string[] Keys = ["Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2"];

    public IReadOnlyList<LabelField> All => fields;

    /// <summary>Whether the seven stood within a member AIGC.</summary>
    public bool IsWrapped => isWrapped;

    /// <summary>The value of a key, exactly spelled; null if it is missing.</summary>
    public string? Find(string key)
    {
        foreach (var field in fields)
        {
            if (field.Key == key)
            {
                return field.Value;
            }
        }
        return null;
    }

    /// <summary>Reads a JSON object, inner or wrapped; null if it is none.</summary>
    public static LabelFields? TryReadJson(string json)
    {
        if (json.Length > 4 * AigcMetadata.MaxLabelLength)
        {
            return null;
        }
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = 16, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            var fields = new List<LabelField>();
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && ReadObject(ref reader, fields, out var wrapped) && !reader.Read()
                ? new LabelFields(fields, wrapped)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool ReadObject(ref Utf8JsonReader reader, List<LabelField> fields, out bool wrapped)
    {
        wrapped = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && fields.Count < MostFields)
        {
            var key = reader.GetString() ?? "";
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    fields.Add(new LabelField(key, reader.GetString() ?? "", true));
                    break;
                case JsonTokenType.StartObject when !wrapped && key.Contains(AigcMetadata.Keyword, StringComparison.OrdinalIgnoreCase):
                    if (!ReadObject(ref reader, fields, out _))
                    {
                        return false;
                    }
                    wrapped = true;
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    reader.Skip();
                    fields.Add(new LabelField(key, "…", false));
                    break;
                default:
                    fields.Add(new LabelField(key, Encoding.UTF8.GetString(reader.ValueSpan), false));
                    break;
            }
        }
        return reader.TokenType == JsonTokenType.EndObject;
    }
}
