using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GbGateway.Labels.Integrity;

/// <summary>Writes the integrity protection of PG-202511A: SM3withSM2 over label, producer and number, as a JSON string for ReservedCode1.</summary>
public static class LabelSignature
{
    /// <summary>SM3withSM2.</summary>
    public const string Sm3WithSm2 = "1.2.156.10197.1.501";

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The ASCII text that is signed: <c>"Label":"1","ContentProducer":"…","ProduceID":"…"</c>.</summary>
    public static byte[] Message(AigcMetadata label) =>
        Encoding.UTF8.GetBytes($"\"Label\":\"{label.Label}\",\"ContentProducer\":\"{label.ContentProducer}\",\"ProduceID\":\"{label.ProduceID}\"");

    /// <summary>The label with its ReservedCode1 signed by <paramref name="key"/>.</summary>
    public static AigcMetadata Sign(AigcMetadata label, Sm2PrivateKey key) => label with { ReservedCode1 = Write(label, key) };

    private static string Write(AigcMetadata label, Sm2PrivateKey key)
    {
        var buffer = new ArrayBufferWriter<byte>(768);
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            json.WriteStartObject("SecurityData"u8);
            json.WriteString("Type"u8, "TC260PG"u8);
            json.WriteNumber("Version"u8, 1);
            json.WriteStartArray("PubSD"u8);
            json.WriteStartObject();
            json.WriteString("Type"u8, "DS"u8);
            json.WriteString("AlgID"u8, Sm3WithSm2);
            json.WriteStartObject("TBSData"u8);
            json.WriteString("Type"u8, "Md"u8);
            json.WriteEndObject();
            json.WriteString("Signature"u8, Convert.ToHexString(key.Sign(Message(label))));
            json.WriteEndObject();
            json.WriteStartObject();
            json.WriteString("Type"u8, "PubKey"u8);
            json.WriteString("AlgID"u8, Sm3WithSm2);
            json.WriteString("KeyValue"u8, Convert.ToHexString(key.PublicKey.Point.Span));
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
