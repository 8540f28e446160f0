using System.Buffers;
using System.Buffers.Text;

namespace GbGateway.Content.Profiles.OpenAi;

/// <summary>Chat completions, of OpenAI and everyone compatible: vLLM, DeepSeek, Moonshot, Zhipu v4, DashScope's compatible mode, Ark, Azure.</summary>
public sealed class OpenAiChat : ApiProfile
{
    /// <inheritdoc/>
    public override string Name => "openai-chat";

    /// <inheritdoc/>
    public override SlotTree Document { get; } = SlotTree.Of(
        new("choices[].message.content", SlotKind.Text),
        new("choices[].message.content[].text", SlotKind.Text),
        new("choices[].message.reasoning_content", SlotKind.SideText),
        new("choices[].message.reasoning", SlotKind.SideText),
        new("choices[].message.refusal", SlotKind.SideText),
        new("choices[].message.images[].image_url.url", SlotKind.Image),
        new("choices[].message.audio.data", SlotKind.Audio));

    /// <inheritdoc/>
    public override SlotTree Stream { get; } = SlotTree.Of(
        new("id", SlotKind.Echo),
        new("object", SlotKind.Echo),
        new("created", SlotKind.Echo),
        new("model", SlotKind.Echo),
        new("system_fingerprint", SlotKind.Echo),
        new("service_tier", SlotKind.Echo),
        new("error", SlotKind.Error),
        new("choices[].index", SlotKind.RunIndex),
        new("choices[].delta.content", SlotKind.Text),
        new("choices[].delta.content[].text", SlotKind.Text),
        new("choices[].delta.reasoning_content", SlotKind.SideText),
        new("choices[].delta.reasoning", SlotKind.SideText),
        new("choices[].delta.refusal", SlotKind.SideText),
        new("choices[].delta.images[].image_url.url", SlotKind.Image),
        new("choices[].delta.audio.data", SlotKind.Audio),
        new("choices[].finish_reason", SlotKind.Finish));

    /// <inheritdoc/>
    public override bool Matches(ReadOnlySpan<char> path) => path.EndsWith("/chat/completions", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override RequestFacts ReadRequest(ReadOnlySpan<byte> body) => RequestSlots.Read(body);

    /// <inheritdoc/>
    public override void WriteTextEvent(ReadOnlySpan<byte> echo, int run, ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        Span<byte> number = stackalloc byte[11];
        Utf8Formatter.TryFormat(run, number, out var digits);
        output.Write("{"u8);
        output.Write(echo);
        output.Write("\"choices\":[{\"index\":"u8);
        output.Write(number[..digits]);
        output.Write(",\"delta\":{\"content\":\""u8);
        output.Write(text);
        output.Write("\"},\"logprobs\":null,\"finish_reason\":null}]}"u8);
    }
}
