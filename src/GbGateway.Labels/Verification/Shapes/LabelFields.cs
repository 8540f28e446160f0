using System.Text;
using System.Text.Json;

namespace GbGateway.Labels.Verification.Shapes;

/// <summary>The members of a label in the order they stand, whatever notation they came in.</summary>
internal sealed class LabelFields(List<LabelField> fields, bool isWrapped)
{
    private const int MostFields = 64;

    public static readonly string[] Keys = ["Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2"];

    // Other spellings that labels in files have.
    private static readonly Dictionary<string, string> Spellings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ReserveCode1"] = "ReservedCode1",
        ["ReserveCode2"] = "ReservedCode2",
        ["Propagator"] = "ContentPropagator",
        ["PropatorID"] = "PropagateID",
        ["PropagatorID"] = "PropagateID",
        ["ContentPropagateID"] = "PropagateID",
        ["Producer"] = "ContentProducer",
        ["ProducerID"] = "ProduceID",
    };

    public IReadOnlyList<LabelField> All => fields;

    /// <summary>Whether the seven stood within a member AIGC.</summary>
    public bool IsWrapped => isWrapped;

    /// <summary>How many of the members are elements of a label, however spelled.</summary>
    public int Known => fields.Count(static one => KeyOf(one.Key) is not null);

    /// <summary>The element that <paramref name="name"/> stands for: exact, in other capitals, or misspelled; null if it is none.</summary>
    public static string? KeyOf(string name)
    {
        foreach (var key in Keys)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return key;
            }
        }
        return Spellings.GetValueOrDefault(name);
    }

    /// <summary>The value of an element, exactly spelled if it is, else however it is spelled; null if it is missing.</summary>
    public string? Find(string key)
    {
        string? other = null;
        foreach (var field in fields)
        {
            if (field.Key == key)
            {
                return field.Value;
            }
            other ??= KeyOf(field.Key) == key ? field.Value : null;
        }
        return other;
    }

    /// <summary>Reads a JSON object, inner or wrapped; null if it is none.</summary>
    public static LabelFields? TryReadJson(string json)
    {
        if (json.Length > 4 * AigcMetadata.MaxLabelLength || !json.StartsWith('{'))
        {
            return null;
        }
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = 16, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            var fields = new List<LabelField>();
            return reader.Read() && ReadObject(ref reader, fields, out var wrapped) && !reader.Read() ? new LabelFields(fields, wrapped) : null;
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
                case JsonTokenType.String when !wrapped && IsWrapper(key) && LabelNotation.TryRead(reader.GetString() ?? "", out _) is { Known: > 0 } inner:
                    fields.AddRange(inner.All); // the object as a string
                    wrapped = true;
                    break;
                case JsonTokenType.String:
                    fields.Add(new LabelField(key, reader.GetString() ?? "", true));
                    break;
                case JsonTokenType.StartObject when !wrapped && IsWrapper(key):
                    if (!ReadObject(ref reader, fields, out _))
                    {
                        return false;
                    }
                    wrapped = true;
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    fields.Add(new LabelField(key, ReadRaw(ref reader), false));
                    break;
                default:
                    fields.Add(new LabelField(key, Encoding.UTF8.GetString(reader.ValueSpan), false));
                    break;
            }
        }
        return reader.TokenType == JsonTokenType.EndObject;
    }

    private static bool IsWrapper(string key) => key.Contains(AigcMetadata.Keyword, StringComparison.OrdinalIgnoreCase);

    // SecurityData may stand as an object instead of a string.
    private static string ReadRaw(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetRawText();
    }
}
