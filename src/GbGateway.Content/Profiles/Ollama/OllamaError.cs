using System.Buffers;
using System.Text.Json;

namespace GbGateway.Content.Profiles.Ollama;

/// <summary>Ollama's errors: one string.</summary>
internal static class OllamaError
{
    public static void Write(string code, string message, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteString("error"u8, $"{code}: {message}");
        writer.WriteEndObject();
    }
}
