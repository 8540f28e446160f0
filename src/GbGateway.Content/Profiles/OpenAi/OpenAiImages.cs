using System.Buffers;

namespace GbGateway.Content.Profiles.OpenAi;

/// <summary>Image generation, edits and variations, whole and streamed with partial pictures.</summary>
public sealed class OpenAiImages : ApiProfile
{
    /// <inheritdoc/>
    public override string Name => "openai-images";

    /// <inheritdoc/>
    public override SlotTree Document { get; } = SlotTree.Of(
        new("data[].b64_json", SlotKind.Image),
        new("data[].url", SlotKind.Image));

    /// <inheritdoc/>
    public override SlotTree Stream { get; } = SlotTree.Of(
        new("error", SlotKind.Error),
        new("b64_json", SlotKind.Image),
        new("url", SlotKind.Image));

    /// <inheritdoc/>
    public override bool Matches(ReadOnlySpan<char> path) =>
        path.EndsWith("/images/generations", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith("/images/edits", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith("/images/variations", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override RequestFacts ReadRequest(ReadOnlySpan<byte> body) => RequestSlots.Read(body);

    /// <summary>Streams of pictures hold no text of their own: there is nothing to write.</summary>
    public override void WriteTextEvent(ReadOnlySpan<byte> echo, int run, ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
    }
}
