using System.Buffers;

namespace GbGateway.Content.Profiles.Ollama;

/// <summary>Ollama's native completion: lines of JSON unless the request says <c>"stream":false</c>.</summary>
public sealed class OllamaGenerate : ApiProfile
{
    /// <inheritdoc/>
    public override string Name => "ollama-generate";

    /// <inheritdoc/>
    public override BodyKind StreamKind => BodyKind.Ndjson;

    /// <inheritdoc/>
    public override bool StreamsByDefault => true;

    /// <inheritdoc/>
    public override SlotTree Document { get; } = SlotTree.Of(
        new("response", SlotKind.Text),
        new("thinking", SlotKind.SideText),
        new("image", SlotKind.Image));

    /// <inheritdoc/>
    public override SlotTree Stream { get; } = SlotTree.Of(
        new("model", SlotKind.Echo),
        new("created_at", SlotKind.Echo),
        new("error", SlotKind.Error),
        new("response", SlotKind.Text),
        new("thinking", SlotKind.SideText),
        new("image", SlotKind.Image),
        new("done", SlotKind.Finish));

    /// <inheritdoc/>
    public override bool Matches(ReadOnlySpan<char> path) => path.EndsWith("/api/generate", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override RequestFacts ReadRequest(ReadOnlySpan<byte> body) => RequestSlots.Read(body);

    /// <inheritdoc/>
    public override void WriteTextEvent(ReadOnlySpan<byte> echo, int run, ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        output.Write("{"u8);
        output.Write(echo);
        output.Write("\"response\":\""u8);
        output.Write(text);
        output.Write("\",\"done\":false}"u8);
    }

    /// <inheritdoc/>
    public override void WriteError(string code, string message, IBufferWriter<byte> output) => OllamaError.Write(code, message, output);
}
