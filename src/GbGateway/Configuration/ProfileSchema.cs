using System.Text.Json;
using GbGateway.Content.Profiles.Configured;

namespace GbGateway.Configuration;

/// <summary>The part of the JSON schema that describes the section <c>Profiles</c>.</summary>
internal static class ProfileSchema
{
    /// <summary>Writes the members of the section's schema.</summary>
    public static void Write(Utf8JsonWriter json)
    {
        json.WriteString("description", "APIs of your own, by name: where generated content stands in their answers.");
        json.WriteString("type", "object");
        json.WriteStartObject("additionalProperties");
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        json.WriteStartObject("properties");
        json.WriteStartObject("Paths");
        json.WriteStartArray("type");
        json.WriteStringValue("array");
        json.WriteStringValue("string");
        json.WriteEndArray();
        json.WriteStartObject("items");
        json.WriteString("type", "string");
        json.WriteEndObject();
        json.WriteEndObject();
        WriteChoice(json, "Framing", ProfileSection.Framings);
        foreach (var name in (string[])["StreamsByDefault", "Cumulative", "ToldByShape", "EndsWithDone"])
        {
            json.WriteStartObject(name);
            json.WriteString("type", "boolean");
            json.WriteBoolean("default", false);
            json.WriteEndObject();
        }
        WriteChoice(json, "Errors", ProfileSection.Dialects.Keys);
        WriteSlots(json, "Document", streamed: false);
        WriteSlots(json, "Stream", streamed: true);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSlots(Utf8JsonWriter json, string name, bool streamed)
    {
        json.WriteStartObject(name);
        json.WriteString("type", "array");
        json.WriteStartObject("items");
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        json.WriteStartObject("properties");
        WriteText(json, "Path");
        WriteChoice(json, "Kind", ConfiguredKind.All.Where(kind => streamed || kind.InDocuments).Select(static kind => kind.Word));
        if (streamed)
        {
            WriteText(json, "When");
            WriteText(json, "Event");
            WriteText(json, "EventName");
        }
        json.WriteEndObject();
        json.WriteStartArray("required");
        json.WriteStringValue("Path");
        json.WriteStringValue("Kind");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteString("type", "string");
        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, string name, IEnumerable<string> words)
    {
        json.WriteStartObject(name);
        json.WriteString("type", "string");
        json.WriteStartArray("enum");
        foreach (var word in words)
        {
            json.WriteStringValue(word);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
