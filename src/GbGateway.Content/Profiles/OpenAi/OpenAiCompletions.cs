using System.Buffers;
using System.Buffers.Text;

namespace GbGateway.Content.Profiles.OpenAi;

/// <summary>The older text completions, of OpenAI and everyone compatible.</summary>
public sealed class OpenAiCompletions : ApiProfile
{
    /// <inheritdoc/>
    public override string Name => "openai-completions";

    /// <inheritdoc/>
    public override SlotTree Document { get; } = SlotTree.Of(new ContentSlot("choices[].text", SlotKind.Text));

    /// <inheritdoc/>
    public override SlotTree Stream { get; } = SlotTree.Of(
        new("id", SlotKind.Echo),
        new("object", SlotKind.Echo),
        new("created", SlotKind.Echo),
        new("model", SlotKind.Echo),
        new("system_fingerprint", SlotKind.Echo),
        new("error", SlotKind.Error),
        new("choices[].index", SlotKind.RunIndex),
        new("choices[].text", SlotKind.Text),
        new("choices[].finish_reason", SlotKind.Finish));

    /// <inheritdoc/>
    public override bool Matches(ReadOnlySpan<char> path) => path.EndsWith("/completions", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override RequestFacts ReadRequest(ReadOnlySpan<byte> body) => RequestSlots.Read(body);

    /// <inheritdoc/>
    public override void WriteTextEvent(ReadOnlySpan<byte> echo, int run, ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        Span<byte> number = stackalloc byte[11];
        Utf8Formatter.TryFormat(run, number, out var digits);
        output.Write("{"u8);
        output.Write(echo);
        output.Write("\"choices\":[{\"text\":\""u8);
        output.Write(text);
        output.Write("\",\"index\":"u8);
        output.Write(number[..digits]);
        output.Write(",\"logprobs\":null,\"finish_reason\":null}]}"u8);
    }
}
