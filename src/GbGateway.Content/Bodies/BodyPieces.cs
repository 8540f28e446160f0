using System.Text.Json;
using GbGateway.Content.Profiles;

namespace GbGateway.Content.Bodies;

/// <summary>Tells a stream that was sent as one JSON document: hosts say <c>application/json</c> and send lines, or an array of events.</summary>
internal static class BodyPieces
{
    /// <summary>The rewriter of the stream that <paramref name="body"/> is, or null if it is a document.</summary>
    public static BodyRewriter? Of(ReadOnlySpan<byte> body, Exchange exchange)
    {
        var text = body.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'['))
        {
            return null;
        }
        if (text[0] == (byte)'{')
        {
            return !AreLines(text) ? null
                : exchange.Profile is { LinesAreDocuments: true } lines ? new JsonLinesBody(exchange, lines) : new NdjsonBody(exchange);
        }
        using var hits = new SlotHits();
        return FirstElement(text) is { IsEmpty: false } first
            && exchange.Policy.Profiles.ByShape(first, streamed: true, hits, exchange.Policy.Limits.MaxDepth, exchange.Profile ?? ApiProfiles.Default) is { StreamsArrays: true } found
            ? new JsonArrayBody(Recognized(exchange, found))
            : null;
    }

    private static Exchange Recognized(Exchange exchange, ApiProfile profile)
    {
        exchange.Profile = profile;
        return exchange;
    }

    // Two objects, a line break between them.
    private static bool AreLines(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        return end > 0 && text[end..].TrimStart(" \t\r\n"u8) is [(byte)'{', ..] && text[..end].TrimEnd(" \t\r"u8) is [.., (byte)'}'];
    }

    // An array of objects: the first of them.
    private static ReadOnlySpan<byte> FirstElement(ReadOnlySpan<byte> array)
    {
        try
        {
            var reader = new Utf8JsonReader(array, new JsonReaderOptions { MaxDepth = 1000 });
            if (!reader.Read() || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return [];
            }
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            return array[start..(int)reader.BytesConsumed];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
