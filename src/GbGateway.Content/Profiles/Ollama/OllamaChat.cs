using System.Buffers;

namespace GbGateway.Content.Profiles.Ollama;

/// <summary>Ollama's native chat: lines of JSON unless the request says <c>"stream":false</c>.</summary>
public sealed class OllamaChat : ApiProfile
{
    /// <inheritdoc/>
    public override string Name => "ollama-chat";

    /// <inheritdoc/>
    public override BodyKind StreamKind => BodyKind.Ndjson;

    /// <inheritdoc/>
    public override bool StreamsByDefault => true;

    /// <inheritdoc/>
    public override SlotTree Document { get; } = SlotTree.Of(
        new("message.content", SlotKind.Text),
        new("message.thinking", SlotKind.SideText),
        new("message.images[]", SlotKind.Image));

    /// <inheritdoc/>
    public override SlotTree Stream { get; } = SlotTree.Of(
        new("model", SlotKind.Echo),
        new("created_at", SlotKind.Echo),
        new("error", SlotKind.Error),
        new("message.content", SlotKind.Text),
        new("message.thinking", SlotKind.SideText),
        new("message.images[]", SlotKind.Image),
        new("done", SlotKind.Finish));

    /// <inheritdoc/>
    public override bool Matches(ReadOnlySpan<char> path) => path.EndsWith("/api/chat", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override RequestFacts ReadRequest(ReadOnlySpan<byte> body) => RequestSlots.Read(body);

    /// <inheritdoc/>
    public override void WriteTextEvent(ReadOnlySpan<byte> echo, int run, ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        output.Write("{"u8);
        output.Write(echo);
        output.Write("\"message\":{\"role\":\"assistant\",\"content\":\""u8);
        output.Write(text);
        output.Write("\"},\"done\":false}"u8);
    }

    /// <inheritdoc/>
    public override void WriteError(string code, string message, IBufferWriter<byte> output) => OllamaError.Write(code, message, output);
}
