using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GbGateway.Configuration;

/// <summary>Writes <c>config/gateway.schema.json</c> (JSON Schema 2020-12) from the table of keys.</summary>
public static class ConfigurationSchema
{
    /// <summary>The whole file.</summary>
    public static string Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("title", "GbGateway configuration");
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            json.WriteStartObject(ConfigurationKeys.Section);
            WriteObject(json, "", perRoute: false);
            json.WriteEndObject();
            json.WriteStartObject("ReverseProxy");
            json.WriteString("description", "YARP's own section.");
            json.WriteString("type", "object");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartObject("$defs");
            json.WriteStartObject("route");
            WriteObject(json, "", perRoute: true);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteObject(Utf8JsonWriter json, string prefix, bool perRoute)
    {
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        json.WriteStartObject("properties");
        var groups = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in ConfigurationKeys.All)
        {
            if (key.PerRoute != perRoute || !key.Path.StartsWith(prefix, StringComparison.Ordinal))
            {
                continue;
            }
            var name = key.Path[prefix.Length..];
            var colon = name.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                json.WriteStartObject(name);
                WriteValue(json, key);
                json.WriteEndObject();
            }
            else if (groups.Add(name[..colon]))
            {
                json.WriteStartObject(name[..colon]);
                WriteObject(json, prefix + name[..(colon + 1)], perRoute);
                json.WriteEndObject();
            }
        }
        if (!perRoute && prefix.Length == 0)
        {
            json.WriteStartObject(ProfileSection.Section);
            ProfileSchema.Write(json);
            json.WriteEndObject();
            json.WriteStartObject("Defaults");
            json.WriteString("$ref", "#/$defs/route");
            json.WriteEndObject();
            foreach (var section in (string[])["Routes", ConfigurationCheck.Tenants])
            {
                json.WriteStartObject(section);
                json.WriteString("type", "object");
                json.WriteStartObject("additionalProperties");
                json.WriteString("$ref", "#/$defs/route");
                json.WriteEndObject();
                json.WriteEndObject();
            }
        }
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, ConfigurationKey key)
    {
        json.WriteString("description", key.Clause.Length == 0 ? key.English : $"{key.English} ({key.Clause})");
        switch (key.Type)
        {
            case KeyType.Integer:
                json.WriteString("type", "integer");
                json.WriteNumber("minimum", key.Least);
                json.WriteNumber("maximum", key.Most);
                break;
            case KeyType.Switch:
                json.WriteString("type", "boolean");
                break;
            default:
                json.WriteString("type", "string");
                break;
        }
        if (key.Allowed.Length > 0)
        {
            json.WriteStartArray("enum");
            foreach (var word in key.Allowed)
            {
                json.WriteStringValue(word);
            }
            json.WriteEndArray();
        }
        switch (key)
        {
            case { Default: null }:
                break;
            case { Type: KeyType.Integer }:
                json.WriteNumber("default", long.Parse(key.Default, CultureInfo.InvariantCulture));
                break;
            case { Type: KeyType.Switch }:
                json.WriteBoolean("default", bool.Parse(key.Default));
                break;
            default:
                json.WriteString("default", key.Default);
                break;
        }
    }
}
