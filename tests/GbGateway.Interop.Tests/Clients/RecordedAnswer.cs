using System.Text;
using System.Text.Json;
using GbGateway.Interop.Tests.Support;

namespace GbGateway.Interop.Tests.Clients;

/// <summary>What the comparison must know of a recorded answer.</summary>
/// <param name="FinishHoldsText">Whether a stream's finish event holds text itself, so that the label is spliced there and no event is added.</param>
public sealed record RecordedAnswer(bool FinishHoldsText)
{
    /// <summary>Whether it speaks: the words of the sound are a text that is labelled by an event of its own, which no client's program prints.</summary>
    public bool HasTranscript { get; init; }


    /// <summary>Reads the recording <paramref name="use"/>.</summary>
    public static RecordedAnswer Read(string use) => Read(Material.Body(use));

    /// <summary>Reads a document, or a stream of server-sent events or JSON lines.</summary>
    public static RecordedAnswer Read(byte[] body) => new(AnyFinishHoldsText(body)) { HasTranscript = body.AsSpan().IndexOf("\"transcript\""u8) >= 0 };

    private static bool AnyFinishHoldsText(byte[] body)
    {
        foreach (var line in Encoding.UTF8.GetString(body).Split('\n'))
        {
            var json = line.StartsWith("data:", StringComparison.Ordinal) ? line[5..].Trim() : line.Trim();
            if (json.StartsWith('{') && TryParse(json, out var root) && HoldsText(root))
            {
                return true;
            }
        }
        return false;
    }

    private static bool HoldsText(JsonElement root)
    {
        if (root.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array)
        {
            return choices.EnumerateArray().Any(static choice =>
                choice.TryGetProperty("finish_reason", out var reason) && reason.ValueKind == JsonValueKind.String
                && (HasText(choice, "text") || (choice.TryGetProperty("delta", out var delta) && HasText(delta, "content"))));
        }
        if (root.TryGetProperty("candidates", out var candidates) && candidates.ValueKind == JsonValueKind.Array)
        {
            return candidates.EnumerateArray().Any(static candidate =>
                candidate.TryGetProperty("finishReason", out _) && candidate.TryGetProperty("content", out var content) && content.TryGetProperty("parts", out var parts)
                && parts.ValueKind == JsonValueKind.Array && parts.EnumerateArray().Any(static part => HasText(part, "text")));
        }
        return root.TryGetProperty("done", out var done) && done.ValueKind == JsonValueKind.True
            && (HasText(root, "response") || (root.TryGetProperty("message", out var message) && HasText(message, "content")));
    }

    private static bool HasText(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0;

    private static bool TryParse(string json, out JsonElement root)
    {
        try
        {
            root = JsonDocument.Parse(json).RootElement;
            return true;
        }
        catch (JsonException)
        {
            root = default;
            return false;
        }
    }
}
