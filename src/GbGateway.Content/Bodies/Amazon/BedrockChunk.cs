using GbGateway.Content.Profiles;

namespace GbGateway.Content.Bodies.Amazon;

/// <summary>What Bedrock packs a model's own event in.</summary>
internal static class BedrockChunk
{
    /// <summary>The place of the event's JSON, in base64.</summary>
    public static SlotTree Tree { get; } = SlotTree.Of(new ContentSlot("bytes", SlotKind.Echo));

    /// <summary>Anthropic's models say what they are before anything else; all others show it by their texts.</summary>
    public static ApiProfile? ModelOf(ReadOnlySpan<byte> json) =>
        json.IndexOf("\"message_start\""u8) >= 0 ? Anthropic : null;

    private static readonly ApiProfile Anthropic = ApiProfiles.All.OfType<Profiles.Anthropic.AnthropicMessages>().First();
}
