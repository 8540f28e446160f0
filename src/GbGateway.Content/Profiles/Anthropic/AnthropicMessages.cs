using System.Diagnostics.CodeAnalysis;
using GbGateway.Content.Bodies;

namespace GbGateway.Content.Profiles.Anthropic;

/// <summary>Anthropic's Messages API, also as Vertex AI and Bedrock serve it. All text blocks of an answer are one text.</summary>
public sealed class AnthropicMessages : ApiProfile
{
    /// <summary>The event that carries text; <c>{run}</c> is the block's index.</summary>
    internal static readonly TextEvent Delta = new(
        """
        "type":"content_block_delta","index":{run},"delta":{"type":"text_delta","text":"{text}"}}
        """, "content_block_delta");

    /// <summary>The event that opens a text block.</summary>
    internal static readonly TextEvent Start = new(
        """
        "type":"content_block_start","index":{run},"content_block":{"type":"text","text":""}}
        """, "content_block_start");

    /// <summary>The event that closes a block.</summary>
    internal static readonly TextEvent Stop = new(
        """
        "type":"content_block_stop","index":{run}}
        """, "content_block_stop");

    /// <summary>The event that carries thinking.</summary>
    internal static readonly TextEvent Thinking = new(
        """
        "type":"content_block_delta","index":{run},"delta":{"type":"thinking_delta","thinking":"{text}"}}
        """, "content_block_delta");

    /// <summary>The event that carries a piece of a tool call's input.</summary>
    internal static readonly TextEvent Input = new(
        """
        "type":"content_block_delta","index":{run},"delta":{"type":"input_json_delta","partial_json":"{text}"}}
        """, "content_block_delta");

    /// <summary>The event that says why the message ends; output tokens are not counted here.</summary>
    internal static readonly TextEvent Refused = new(
        """
        "type":"message_delta","delta":{"stop_reason":"refusal","stop_sequence":null},"usage":{"output_tokens":0}}
        """, "message_delta");

    /// <summary>The event that ends the message.</summary>
    internal static readonly TextEvent End = new(
        """
        "type":"message_stop"}
        """, "message_stop");

    /// <summary>Makes the profile.</summary>
    [SetsRequiredMembers]
    public AnthropicMessages() : base("anthropic-messages", "/v1/messages", ":rawPredict", ":streamRawPredict", "/anthropic/messages")
    {
        IsToldByShape = true;
        Errors = ErrorDialect.Anthropic;
        Document = SlotTree.Of(
            new("content[].text", SlotKind.Text),
            new("content[].type", SlotKind.TextType),
            new("content[].thinking", SlotKind.SideText),
            new("content[].input", SlotKind.Arguments),
            new("stop_reason", SlotKind.Finish) { WhenBlocked = "\"refusal\""u8.ToArray() });
        Stream = SlotTree.Of(
            new("type", SlotKind.EventType),
            new("index", SlotKind.RunIndex),
            new("content_block.text", SlotKind.Text, "content_block_start") { Event = Delta },
            new("content_block.type", SlotKind.TextType, "content_block_start"),
            new("delta.text", SlotKind.Text, "content_block_delta") { Event = Delta },
            new("delta.type", SlotKind.TextType, "content_block_delta"),
            new("delta.thinking", SlotKind.SideText) { Event = Thinking },
            new("delta.partial_json", SlotKind.Arguments) { Event = Input },
            new("type", SlotKind.Error, "error"));
    }

    /// <inheritdoc/>
    public override int RunOf(SlotHit text) => 0;

    /// <inheritdoc/>
    public override int RunOf(ReadOnlySpan<byte> json, SlotHits hits, SlotHit text) => 0;

    /// <inheritdoc/>
    internal override StreamLabels LabelStream(Exchange exchange, EventStreamBody body) => new AnthropicStreamLabels(exchange, this, body);
}
