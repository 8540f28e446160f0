using GbGateway.Content.Bodies;
using GbGateway.Content.Bodies.Amazon;
using GbGateway.Content.Bodies.Multipart;
using GbGateway.Labels;
using GbGateway.Labels.Media;

namespace GbGateway.Content;

/// <summary>Chooses the rewriter of a response body from its first bytes, the API and, last, its Content-Type: hosts lie about it.</summary>
public static class BodyRewriters
{
    /// <summary>Bytes of a body's beginning that <see cref="Choose"/> wants to see, unless the body is shorter.</summary>
    public const int HeadLength = MediaFormat.HeadLength;

    private static readonly string[] SoundAndVideo = ["audio/", "video/"];

    private static readonly string[] Lines =
        ["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonl", "application/x-jsonlines", "application/stream+json", "application/json-lines"];

    private static readonly string[] BinaryStreams =
        ["application/grpc", "application/vnd.amazon.eventstream", "application/connect+", "application/x-protobuf", "application/protobuf"];

    /// <summary>Chooses.</summary>
    /// <param name="exchange">The exchange, its profile set if the path told it.</param>
    /// <param name="contentType">The response's media type, or null.</param>
    /// <param name="head">The first bytes of the decoded body.</param>
    /// <param name="refusal">Why no byte of the body may leave, if so.</param>
    /// <returns>The rewriter, or null if the body passes unchanged (or is refused).</returns>
    public static BodyRewriter? Choose(Exchange exchange, string? contentType, ReadOnlySpan<byte> head, out LabelReceipt? refusal)
    {
        refusal = null;
        if (exchange.PassesUserFile)
        {
            return null;
        }
        if (MediaFormats.Detect(head) is { } format)
        {
            return new MediaBody(exchange, format);
        }
        if (ArchiveSignatures.Match(head))
        {
            return Foreign(exchange.Policy.Archives, "Archives", "nothing labels the files of an archive", out refusal);
        }
        if (StartsWithAny(contentType, SoundAndVideo) || SoundSignatures.Match(head))
        {
            return Foreign(exchange.Policy.SoundAndVideo, "SoundAndVideo", $"this version does not label {contentType ?? "sound and video"}", out refusal);
        }
        if (contentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true && head.Length > 0)
        {
            refusal = new LabelReceipt(LabelOutcome.Unsupported, "unknown", "", $"the bytes of this {contentType} are of no format that is labelled");
            return null;
        }
        if (MultipartBody.IsMultipart(contentType))
        {
            return MultipartBody.Open(exchange, contentType!, out refusal);
        }
        if (IsAmazonEventStream(head))
        {
            return new AmazonEventBody(exchange);
        }
        if (StartsWithAny(contentType, BinaryStreams))
        {
            return Foreign(exchange.Policy.BinaryStreams, "BinaryStreams", $"nothing labels the frames of {contentType}", out refusal);
        }
        var kind = Sniff(head, contentType, exchange);
        if (exchange.Profile is null or { AnswersFiles: true } && kind == BodyKind.Opaque)
        {
            return Foreign(exchange.Policy.UnknownApis, "UnknownApis", "the API is unknown", out refusal);
        }
        return kind switch
        {
            BodyKind.Sse => new SseBody(exchange),
            BodyKind.Ndjson when exchange.Profile is { LinesAreDocuments: true } lines => new JsonLinesBody(exchange, lines),
            BodyKind.Json when IsArray(head) && (exchange.Profile is { StreamsArrays: true } || (exchange.Profile is null && head.IndexOf("\"candidates\""u8) > 0)) => new JsonArrayBody(exchange),
            BodyKind.Ndjson => new NdjsonBody(exchange),
            BodyKind.Json => new JsonBody(exchange),
            _ when head.IsEmpty => null,
            _ => Refuse(exchange, out refusal),
        };
    }

    /// <summary>Chooses for a part of a multipart body: like <see cref="Choose"/>, but a field that is neither picture nor JSON is no answer of the API's.</summary>
    internal static BodyRewriter? ChoosePart(Exchange exchange, string? contentType, ReadOnlySpan<byte> head, out LabelReceipt? refusal)
    {
        if (MultipartBody.IsMultipart(contentType))
        {
            refusal = new LabelReceipt(LabelOutcome.Unsupported, "multipart", "", "a part of a multipart answer has parts of its own");
            return null;
        }
        var isField = MediaFormats.Detect(head) is null && !StartsWithAny(contentType, [.. SoundAndVideo, .. BinaryStreams, "image/"]) && Sniff(head, contentType, exchange) == BodyKind.Opaque;
        return isField ? Foreign(exchange.Policy.UnknownApis, "UnknownApis", "a part of a multipart answer is neither JSON nor a picture", out refusal)
            : Choose(exchange, contentType, head, out refusal);
    }

    private static BodyKind Sniff(ReadOnlySpan<byte> head, string? contentType, Exchange exchange)
    {
        var text = head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? head[3..] : head;
        text = text.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
        {
            // Nothing to see yet: a stream that begins with an empty line, or an empty body.
            return StartsWith(contentType, "text/event-stream") ? BodyKind.Sse : BodyKind.Opaque;
        }
        if (text[0] is (byte)'{' or (byte)'[')
        {
            var lines = StartsWithAny(contentType, Lines)
                || (exchange.Profile is { StreamKind: BodyKind.Ndjson } profile && (exchange.Facts.Stream ?? profile.StreamsByDefault));
            return lines ? BodyKind.Ndjson : BodyKind.Json;
        }
        if (text[0] == (byte)':' || text.StartsWith("data:"u8) || text.StartsWith("event:"u8) || text.StartsWith("id:"u8) || text.StartsWith("retry:"u8)
            || StartsWith(contentType, "text/event-stream"))
        {
            return BodyKind.Sse;
        }
        return BodyKind.Opaque;
    }

    // Two lengths, then a header block whose first name says what the frame is.
    private static bool IsAmazonEventStream(ReadOnlySpan<byte> head) =>
        head.Length > 16 && head[0] == 0 && head[4] == 0 && head[12] is > 10 and < 17 && (head[13..].StartsWith(":event-type"u8) || head[13..].StartsWith(":message-type"u8) || head[13..].StartsWith(":content-type"u8) || head[13..].StartsWith(":exception-type"u8));

    private static bool IsArray(ReadOnlySpan<byte> head) =>
        (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? head[3..] : head).TrimStart(" \t\r\n"u8) is [(byte)'[', ..];

    private static BodyRewriter? Refuse(Exchange exchange, out LabelReceipt? refusal)
    {
        refusal = new LabelReceipt(LabelOutcome.Malformed, exchange.Profile!.Name, "", "the answer is neither JSON nor a stream of events");
        return null;
    }

    private static BodyRewriter? Foreign(Foreign policy, string key, string what, out LabelReceipt? refusal)
    {
        refusal = policy == Content.Foreign.Pass
            ? null
            : new LabelReceipt(LabelOutcome.Unsupported, "unknown", "", $"{what}, and this route's {key} is {nameof(Content.Foreign.Refuse)}");
        return null;
    }

    private static bool StartsWith(string? contentType, string prefix) =>
        contentType?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) == true;

    private static bool StartsWithAny(string? contentType, string[] prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (StartsWith(contentType, prefix))
            {
                return true;
            }
        }
        return false;
    }
}
