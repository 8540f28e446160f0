using System.Text;
using GbGateway.Content;
using GbGateway.Content.Bodies;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Text;
using GbGateway.Tests.Media;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Bodies;

/// <summary>A long picture in an event, a line or an element is labelled while its string arrives, and the stream is what it would have been.</summary>
public sealed class StreamPictureTests
{
    private const string Chat = "/v1/chat/completions";
    private const string Gemini = "/v1beta/models/m:streamGenerateContent";
    private static readonly byte[] Png = TestPictures.Make("rgb.png");
    private static readonly byte[] Jpeg = TestPictures.Make("444.jpg", 640, 512);
    private static readonly string PngText = Convert.ToBase64String(Png);
    private static readonly string JpegText = Convert.ToBase64String(Jpeg);

    /// <summary>A stream, its framing, and whether its first picture leaves before it has ended.</summary>
    public static TheoryData<string, string, string, bool> Streams => new()
    {
        { JsonPictures.Images, "sse", "event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\",\"b64_json\":\"%P\",\"partial_image_index\":0@}\n\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\"%J\",\"n\":1}\n\ndata: [DONE]\n\n", true },
        { JsonPictures.Images, "sse", "\uFEFFdata:{\"type\":\"image_generation.completed\",\"b64_json\":\"%P\"@}\r\nid: 5\r\n\r\n: done\r\n\r\n", true },
        { JsonPictures.Images, "sse", ": hello\n\nid: 1\nevent: image_generation.completed\ndata: {\"type\":\"image_generation.completed\",\"n\":1,\"b64_json\":\"%J\"@}", true },
        { JsonPictures.Images, "sse", "data: {\"type\":\"image_generation.completed\",\"b64_json\":\"%P\"@}\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\"%J\"}\n\n", true },
        { JsonPictures.Images, "sse", "data: {\"type\":\"image_generation.completed\",\ndata: \"b64_json\":\"%P\"@}\n\n", false },
        { JsonPictures.Responses, "sse", "event: response.image_generation_call.partial_image\ndata: {\"type\":\"response.image_generation_call.partial_image\",\"sequence_number\":7,\"partial_image_b64\":\"%P\"@}\n\n", true },
        { Gemini, "sse", "data: {\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%P\"}},{\"text\":\"Here.#\"}]},\"finishReason\":\"STOP\"}]@}\n\n", true },
        { Gemini, "sse", "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Here.#\"},{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%P\"}}]},\"finishReason\":\"STOP\"}]@}\n\n", false },
        { Gemini, "array", "[{\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%P\"}},{\"inlineData\":{\"mimeType\":\"image/jpeg\",\"data\":\"%J\"}}]}}]@}\n,\r\n{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a#\"}]},\"finishReason\":\"STOP\"}]}]", true },
        { "/api/generate", "lines", "{\"model\":\"m\",\"image\":\"%P\",\"done\":true@}\n{\"model\":\"m\",\"image\":\"%J\"}", true },
        { "/api/generate", "lines", "\uFEFF{\"model\":\"m\",\"image\":\"%J\"@}\r\n\n", true },
        { JsonPictures.Images, "batch", "{\"data\":[{\"b64_json\":\"%P\"},{\"b64_json\":\"%J\"}]@}\n{\"data\":[{\"b64_json\":\"%P\"}]@}\n", true },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void The_stream_is_the_same_at_every_cut_and_its_pictures_those_of_whole_files(string path, string framing, string stream, bool leaves)
    {
        var outcome = Cuts.AllAgree(() => Body(path, framing), Filled(stream, PngText, JpegText, "", ""));
        Assert.Null(outcome.Refusal);
        var label = Encoding.UTF8.GetString(JsonPictures.Policy.TextLabel.AtEnd.Span);
        Assert.Equal(
            Encoding.UTF8.GetString(Filled(stream, JsonPictures.Labelled(Png), JsonPictures.Labelled(Jpeg), "," + JsonPictures.Member, label)),
            Encoding.UTF8.GetString(outcome.Output));

        var input = Filled(stream, PngText, JpegText, "", "");
        using var body = Body(path, framing);
        using var output = new PooledBuffer();
        body.Write(input.AsSpan(0, WithinPicture(input, 20_000)), output, out _);
        Assert.Equal(leaves, output.Length > Base64Picture.SmallLength);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void An_upstream_that_dies_within_a_picture_leaves_a_broken_event_and_no_word_behind_it(string path, string framing, string stream, bool leaves)
    {
        var whole = Filled(stream, PngText, JpegText, "", "");
        var cut = WithinPicture(whole, 5000);
        var outcome = Cuts.AllAgree(() => Body(path, framing), whole[..cut], upstreamDies: true);
        Assert.Equal("cut", outcome.Refusal);
        if (leaves)
        {
            Assert.True(outcome.Output.Length > Base64Picture.SmallLength);
            Assert.False(outcome.Output.AsSpan().EndsWith("\n"u8));
            Assert.True(IsBase64(outcome.Output[^1]), "the stream ends within the picture");
        }
        Assert.StartsWith("the answer ends within a picture", leaves ? Cuts.AllAgree(() => Body(path, framing), whole[..cut]).Refusal : "the answer ends within a picture");
    }

    [Fact]
    public void What_is_forwarded_is_not_kept_so_MaxEventBytes_doesn_t_count_it()
    {
        var limits = BodyLimits.Default with { MaxEventBytes = PngText.Length * 2 / 3 };
        foreach (var (path, framing, stream) in new[]
        {
            (JsonPictures.Images, "sse", "data: {\"type\":\"image_generation.completed\",\"b64_json\":\"%P\"}\n\n"),
            ("/api/generate", "lines", "{\"model\":\"m\",\"image\":\"%P\"}\n"),
            (Gemini, "array", "[{\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%P\"}}]}}]}]"),
            (JsonPictures.Images, "batch", "{\"data\":[{\"b64_json\":\"%P\"}]}\n"),
        })
        {
            var bytes = Filled(stream, PngText, "", "", "");
            Assert.Null(Cuts.AllAgree(() => Body(path, framing, JsonPictures.Policy with { Limits = limits }), bytes).Refusal);
            // At the bottom a label's rows come last: the event is kept.
            var bottom = JsonPictures.Policy with { Limits = limits, PicturePosition = LabelPosition.BottomLeft };
            Assert.Contains("MaxEventBytes", Cuts.AllAgree(() => Body(path, framing, bottom), bytes).Refusal);
        }
    }

    [Fact]
    public void An_event_is_kept_where_a_text_of_the_stream_still_owes_its_label()
    {
        const string Stream = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Here.\"}]}}]@}\n\n?data: {\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%P\"}}]},\"finishReason\":\"STOP\"}]}\n\n";
        var outcome = Cuts.AllAgree(() => Body(Gemini, "sse"), Filled(Stream.Replace("?", ""), PngText, "", "", ""));
        Assert.Null(outcome.Refusal);
        var text = Encoding.UTF8.GetString(outcome.Output);
        Assert.Contains(JsonPictures.Labelled(Png), text);
        Assert.True(text.IndexOf(JsonPictures.Policy.TextLabel.Wording, StringComparison.Ordinal) < text.IndexOf("inlineData", StringComparison.Ordinal), "the label stands before the event that ends the text");
    }

    [Fact]
    public void An_event_whose_end_wants_a_label_before_it_breaks_once_its_beginning_has_left()
    {
        // Twice finished, with a text between that the second finish ends: no API says that.
        var stream = "data: {\"choices\":[{\"delta\":{\"images\":[\"%P\"],\"content\":\"a\"},\"index\":0},{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
        var outcome = Cuts.AllAgree(() => Body(Chat, "sse"), Filled(stream, PngText, "", "", ""));
        Assert.StartsWith("an event that needs a label before it", outcome.Refusal);
        Assert.DoesNotContain("finish_reason", Encoding.UTF8.GetString(outcome.Output));
    }

    [Theory]
    [InlineData(TextLabelPlacement.Start)]
    [InlineData(TextLabelPlacement.Both)]
    public void An_event_is_kept_where_a_label_may_be_wanted_before_it(TextLabelPlacement placement)
    {
        var policy = JsonPictures.Policy with { TextLabel = new ExplicitTextLabel(ExplicitTextLabel.DefaultWording, placement) };
        var stream = Filled("data: {\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%P\"}},{\"text\":\"a\"}]},\"finishReason\":\"STOP\"}]}\n\n", PngText, "", "", "");
        var outcome = Cuts.AllAgree(() => Body(Gemini, "sse", policy), stream);
        Assert.Null(outcome.Refusal);
        Assert.Contains(JsonPictures.Labelled(Png), Encoding.UTF8.GetString(outcome.Output));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Hostile_bytes_never_throw_and_give_the_same_at_any_cut(int seed)
    {
        var random = new Random(seed);
        var streams = Streams.Select(static row => ((string)row[0], (string)row[1], Filled((string)row[2], PngText, JpegText, "", ""))).ToArray();
        for (var round = 0; round < 120; round++)
        {
            var (path, framing, source) = streams[round % streams.Length];
            var stream = source.ToArray();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                var at = random.Next(2) == 0 ? random.Next(stream.Length) : random.Next(Math.Min(stream.Length, 4000));
                stream[at] = random.Next(3) == 0 ? (byte)random.Next(256) : "\"\\={}[],:\n\rAAA/+"u8[random.Next(16)];
            }
            stream = random.Next(4) == 0 ? stream[..random.Next(stream.Length)] : stream;
            var whole = Cuts.Run(() => Body(path, framing), stream, []);
            var cuts = Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(1, Math.Max(2, stream.Length))).Order().ToArray();
            var cut = Cuts.Run(() => Body(path, framing), stream, cuts);
            Assert.Equal(whole.Refusal is null, cut.Refusal is null);
            // The words of a refusal may be the pixel library's, which keeps its errors for all threads together.
            Assert.True(WithoutReason(whole) == WithoutReason(cut), $"seed {seed}, round {round}: {whole.Output.Length} and {cut.Output.Length} bytes, {whole.Refusal}");
        }
    }

    private static string WithoutReason(Cuts.Outcome outcome)
    {
        var text = Encoding.Latin1.GetString(outcome.Output);
        return outcome.Refusal is null || !text.Contains(outcome.Refusal, StringComparison.Ordinal) ? text : text.Replace(outcome.Refusal, "");
    }

    internal static BodyRewriter Body(string path, string framing, ContentPolicy? policy = null)
    {
        var exchange = JsonPictures.Exchange(path, policy);
        return framing switch
        {
            "sse" => new SseBody(exchange),
            "lines" => new NdjsonBody(exchange),
            "array" => new JsonArrayBody(exchange),
            _ => new JsonLinesBody(exchange, ApiProfiles.ByPath(path)!),
        };
    }

    // So many bytes before the end of the first picture.
    private static int WithinPicture(byte[] stream, int before)
    {
        var picture = Encoding.ASCII.GetBytes(stream.AsSpan().IndexOf(Encoding.ASCII.GetBytes(PngText)) < 0 ? JpegText : PngText);
        return stream.AsSpan().IndexOf(picture) + picture.Length - before;
    }

    private static byte[] Filled(string stream, string png, string jpeg, string member, string label) =>
        Encoding.UTF8.GetBytes(stream.Replace("@", member).Replace("#", label).Replace("%P", png).Replace("%J", jpeg));

    private static bool IsBase64(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'+' or (byte)'/';
}
