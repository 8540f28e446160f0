using System.Buffers;
using System.Text.Json;
using GbGateway.Content.Bodies;

namespace GbGateway.Content.Profiles;

/// <summary>Where one API keeps generated content, and how it speaks. The family is listed in <see cref="ApiProfiles"/>.</summary>
public abstract class ApiProfile
{
    /// <summary>Lower-case name, as in metrics: <c>openai-chat</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether requests to <paramref name="path"/> (no query) are of this API.</summary>
    public abstract bool Matches(ReadOnlySpan<char> path);

    /// <summary>How its streams are framed: <see cref="BodyKind.Sse"/> or <see cref="BodyKind.Ndjson"/>.</summary>
    public virtual BodyKind StreamKind => BodyKind.Sse;

    /// <summary>Whether it streams when the request doesn't say.</summary>
    public virtual bool StreamsByDefault => false;

    /// <summary>The slots of a whole answer.</summary>
    public abstract SlotTree Document { get; }

    /// <summary>The slots of one streamed event.</summary>
    public abstract SlotTree Stream { get; }

    /// <summary>Reads what a request body says about its answer; <see cref="RequestFacts.Unknown"/> if it can't be read.</summary>
    public virtual RequestFacts ReadRequest(ReadOnlySpan<byte> body) => RequestFacts.Unknown;

    /// <summary>Writes the JSON of a streamed event that carries nothing but a piece of text.</summary>
    /// <param name="echo">Members to repeat from the upstream's events, each <c>"name":value,</c>.</param>
    /// <param name="run">The choice the text belongs to.</param>
    /// <param name="text">The text as JSON string content.</param>
    /// <param name="output">Gets the event's JSON, without framing.</param>
    public abstract void WriteTextEvent(ReadOnlySpan<byte> echo, int run, ReadOnlySpan<byte> text, IBufferWriter<byte> output);

    /// <summary>Writes an error in the API's dialect, for a whole body as for a streamed event.</summary>
    public virtual void WriteError(string code, string message, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("message"u8, message);
        writer.WriteString("type"u8, "gateway_error"u8);
        writer.WriteNull("param"u8);
        writer.WriteString("code"u8, code);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Whether a document with these hits is an answer of this API: it holds content at one of its slots.</summary>
    public static bool HoldsContent(SlotTree tree, SlotHits hits)
    {
        foreach (var hit in hits.Span)
        {
            if (tree.Slots[hit.Slot].Kind is SlotKind.Text or SlotKind.SideText or SlotKind.Image or SlotKind.Audio
                && hit is { Token: JsonToken.String, Length: > 0 })
            {
                return true;
            }
        }
        return false;
    }
}
