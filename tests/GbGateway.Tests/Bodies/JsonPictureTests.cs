using System.Text;
using System.Text.Json;
using GbGateway.Content;
using GbGateway.Content.Bodies;
using GbGateway.Labels;
using GbGateway.Tests.Media;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Bodies;

/// <summary>A long picture in a JSON document is labelled while its string arrives, and the document is what it would have been.</summary>
public sealed class JsonPictureTests
{
    private static readonly byte[] Png = TestPictures.Make("rgb.png");
    private static readonly byte[] Jpeg = TestPictures.Make("444.jpg", 640, 512);
    private static readonly string PngText = Convert.ToBase64String(Png);
    private static readonly string JpegText = Convert.ToBase64String(Jpeg);

    public static TheoryData<string, string, string> Documents => new()
    {
        { "plain", $$"""{"created":1.0,"data":[{"b64_json":"{{PngText}}"}],"usage":{"total_tokens":3} }""", JsonPictures.Labelled(Png) },
        { "JPEG behind a BOM", "\uFEFF" + $$""" { "data" : [ {"b64_json" : "{{JpegText}}"} ] } """, JsonPictures.Labelled(Jpeg) },
        { "slash escaped", $$"""{"data":[{"b64_json":"{{PngText.Replace("/", "\\/")}}"}]}""", JsonPictures.Labelled(Png) },
        { "plus escaped", $$"""{"data":[{"b64_json":"{{PngText.Replace("+", "\\u002B").Replace("=", "\\u003d")}}"}]}""", JsonPictures.Labelled(Png) },
        { "no padding", $$"""{"data":[{"b64_json":"{{Padded(Png, 1).TrimEnd('=')}}"}]}""", JsonPictures.Labelled(Padding(Png, 1)) },
        { "one pad", $$"""{"data":[{"b64_json":"{{Padded(Png, 2)}}"}]}""", JsonPictures.Labelled(Padding(Png, 2)) },
        { "lines", $$"""{"data":[{"b64_json":"{{string.Join("\\r\\n", PngText.Chunk(76).Select(static line => new string(line)))}}"}]}""", JsonPictures.Labelled(Png) },
        { "data URI", $$"""{"data":[{"url":"data:image/png;base64,{{PngText}}"}]}""", "data:image/png;base64," + JsonPictures.Labelled(Png) },
        { "name escaped", $$"""{"data":[{"b64\u005fjson":"{{PngText}}"}]}""", JsonPictures.Labelled(Png) },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void The_document_is_the_same_at_every_cut_and_its_picture_that_of_the_whole_file(string name, string document, string picture)
    {
        Assert.NotEmpty(name);
        var outcome = Cuts.AllAgree(() => JsonPictures.Body(JsonPictures.Images), Encoding.UTF8.GetBytes(document));

        Assert.Null(outcome.Refusal);
        var start = document.IndexOf('"', document.IndexOf(':', document.IndexOf('[')) + 1) + 1;
        var end = document.IndexOf('"', start);
        var root = document.TrimEnd().Length - 1;
        var expected = document[..start] + picture + document[end..root] + "," + JsonPictures.Member + document[root..];
        Assert.Equal(expected, Encoding.UTF8.GetString(outcome.Output));
    }

    [Fact]
    public void The_head_leaves_when_the_label_s_rows_are_there_and_the_rest_as_it_comes()
    {
        var document = Encoding.ASCII.GetBytes($$"""{"data":[{"b64_json":"{{PngText}}"}]}""");
        using var body = JsonPictures.Body(JsonPictures.Images);
        using var output = new PooledBuffer();
        var at = 0;
        for (; body.HoldsHead; at += 1000)
        {
            Assert.Equal(RewriteStatus.Done, body.Write(document.AsSpan(at, 1000), output, out _));
        }
        Assert.InRange(at, Base64Picture.SmallLength, document.Length / 2);
        var growth = JsonPictures.Labelled(Png).Length - PngText.Length;
        for (; at + 1000 < document.Length - 4; at += 1000)
        {
            body.Write(document.AsSpan(at, 1000), output, out _);
            Assert.InRange(at + 1000 + growth - output.Length, 0, 200);
        }
    }

    [Fact]
    public void Several_pictures_leave_one_after_the_other_and_texts_between_them_are_labelled()
    {
        var document = $$"""{"output":[{"type":"image_generation_call","result":"{{PngText}}"},{"type":"image_generation_call","result":"{{JpegText}}"},"""
            + $$"""{"type":"message","content":[{"type":"output_text","text":"Here."}]},{"type":"image_generation_call","result":"{{PngText}}"}]}""";
        var exchange = JsonPictures.Exchange(JsonPictures.Responses);
        var outcome = Cuts.Run(() => new JsonBody(exchange), Encoding.ASCII.GetBytes(document), [1000, 90_000, 300_000]);
        Assert.Equal(4, exchange.Labels.Count);

        var all = Cuts.AllAgree(() => JsonPictures.Body(JsonPictures.Responses), Encoding.ASCII.GetBytes(document));
        Assert.Equal(outcome.Output, all.Output);
        var text = Encoding.UTF8.GetString(all.Output);
        var expected = document.Replace(PngText, JsonPictures.Labelled(Png)).Replace(JpegText, JsonPictures.Labelled(Jpeg));
        Assert.StartsWith(expected[..(expected.IndexOf("Here.", StringComparison.Ordinal) + 5)], text);
        Assert.EndsWith("," + JsonPictures.Member + "}", text);
        Assert.DoesNotContain(PngText[^2000..^100], text.Replace(JsonPictures.Labelled(Png), ""));
    }

    [Fact]
    public void A_text_before_the_picture_keeps_the_document_whole_since_its_label_is_not_known_yet()
    {
        var document = Encoding.ASCII.GetBytes($$"""{"output":[{"type":"message","content":[{"type":"output_text","text":"Here."}]},{"type":"image_generation_call","result":"{{PngText}}"}]}""");
        using (var body = JsonPictures.Body(JsonPictures.Responses))
        {
            using var output = new PooledBuffer();
            body.Write(document, output, out _);
            Assert.True(body.HoldsHead);
            Assert.Equal(0, output.Length);
        }
        var text = Encoding.UTF8.GetString(Cuts.AllAgree(() => JsonPictures.Body(JsonPictures.Responses), document).Output);
        Assert.Contains("Here." + Encoding.UTF8.GetString(JsonPictures.Policy.TextLabel.AtEnd.Span), text);
        Assert.Contains(JsonPictures.Labelled(Png), text);
    }

    [Theory]
    [InlineData("""{"AIGC":{"Label":"9"},"data":[{"b64_json":"*"}]}""", """{@,"data":[{"b64_json":"*"}]}""")]
    [InlineData("""{"data":[{"b64_json":"*"}],"AIGC":"old","n":1}""", """{"data":[{"b64_json":"*"}],@,"n":1}""")]
    public void The_upstream_s_own_label_is_replaced_on_either_side_of_the_picture(string document, string expected)
    {
        var outcome = Cuts.AllAgree(() => JsonPictures.Body(JsonPictures.Images), Encoding.UTF8.GetBytes(document.Replace("*", PngText)));
        Assert.Equal(expected.Replace("*", JsonPictures.Labelled(Png)).Replace("@", JsonPictures.Member), Encoding.UTF8.GetString(outcome.Output));
    }

    [Fact]
    public void A_label_and_a_manifest_behind_the_pixels_are_dealt_with_inside_the_string()
    {
        var late = Carriers.AddChunk(Carriers.AddChunk(Png, "tEXt", Encoding.Latin1.GetBytes("AIGC\0" + Carriers.Wrapped), "IEND"), "caBX", new byte[50], "IEND");
        var document = Encoding.ASCII.GetBytes($$"""{"data":[{"b64_json":"{{Convert.ToBase64String(late)}}"}]}""");
        var text = Encoding.UTF8.GetString(Cuts.AllAgree(() => JsonPictures.Body(JsonPictures.Images), document).Output);
        using var json = JsonDocument.Parse(text);
        var labelled = json.RootElement.GetProperty("data")[0].GetProperty("b64_json").GetBytesFromBase64();

        Assert.Equal(Orders.Metadata, Assert.Single(Orders.Find(labelled)).Metadata);
        Assert.True(labelled.AsSpan().IndexOf("caBX"u8) < 0);
        Assert.Equal(TestPictures.Decode(Orders.Label(late, Orders.Both).Output).Samples, TestPictures.Decode(labelled).Samples);
    }

    [Theory]
    [InlineData("lossless.webp")]
    [InlineData("palette.png")]
    [InlineData("progressive.jpg")]
    public void What_can_t_be_labelled_while_it_arrives_stays_whole_and_a_picture_behind_it_leaves(string kind)
    {
        var other = TestPictures.Make(kind, 1400, 1000);
        Assert.True(other.Length > Base64Picture.SmallLength);
        var document = $$"""{"data":[{"b64_json":"{{Convert.ToBase64String(other)}}"},{"b64_json":"{{PngText}}"}]}""";
        var bytes = Encoding.ASCII.GetBytes(document);
        var cuts = new[] { 10, 70_000, 100_000, bytes.Length - 40_000, bytes.Length - 5 };
        var whole = Cuts.Run(() => JsonPictures.Body(JsonPictures.Images), bytes, []);
        Assert.Equal(whole.Output, Cuts.Run(() => JsonPictures.Body(JsonPictures.Images), bytes, cuts).Output);
        Assert.Equal(whole.Output, Cuts.Run(() => JsonPictures.Body(JsonPictures.Images), bytes, Enumerable.Range(1, bytes.Length / 997).Select(static i => i * 997)).Output);

        var expected = $$"""{"data":[{"b64_json":"{{JsonPictures.Labelled(other)}}"},{"b64_json":"{{JsonPictures.Labelled(Png)}}"}],{{JsonPictures.Member}}}""";
        Assert.Equal(expected, Encoding.UTF8.GetString(whole.Output));
    }

    [Fact]
    public void What_turns_out_wrong_after_the_head_left_is_refused_at_the_same_byte_wherever_it_was_cut()
    {
        var late = PngText.Length - 5000;
        (string Document, string Reason)[] broken =
        [
            ($$"""{"data":[{"b64_json":"{{PngText[..late]}}*{{PngText[(late + 1)..]}}"}]}""", "not base64"),
            ($$"""{"data":[{"b64_json":"{{PngText[..late]}}{{"\n"}}{{PngText[(late + 1)..]}}"}]}""", "a control character in a string"),
            ($$"""{"data":[{"b64_json":"{{PngText[..late]}}"}]}""", "a file that was cut"),
            ($$"""{"data":[{"b64_json":"{{PngText}}"}""", "the answer is not well-formed JSON"),
            ($$"""{"data":[{"b64_json":"{{PngText}}","b64_json":"x"}]}""", "the answer is not well-formed JSON"),
            ($$"""{"data":[{"b64_json":"{{PngText}}"},{"url":"https://example.com/a.png"}]}""", "the answer links to a picture"),
            ($$"""{"data":[{"b64_json":"{{PngText[..late]}}""", "the answer ends within a picture"),
        ];
        foreach (var (document, reason) in broken)
        {
            var outcome = Cuts.AllAgree(() => JsonPictures.Body(JsonPictures.Images), Encoding.ASCII.GetBytes(document));
            Assert.StartsWith(reason, outcome.Refusal);
            Assert.True(outcome.Output.Length > Base64Picture.SmallLength, "the head had left");
            Assert.False(outcome.Output.AsSpan().EndsWith("}]}"u8));
        }
    }

    [Fact]
    public void What_is_wrong_before_the_head_left_is_a_clean_refusal()
    {
        string[] documents =
        [
            $$"""{"data":[{"b64_json":"{{new string('!', 80_000)}}"}]}""",
            $$"""{"data":[{"b64_json":"{{Convert.ToBase64String(new byte[80_000])}}"}]}""",
            $$"""{"data":[{"b64_json":"x","b64_json":"{{PngText}}"}]}""",
            $$"""{"data":[nul,{"b64_json":"{{PngText}}"}]}""",
            $$"""{"data":[{"url":"https://example.com/a.png"},{"b64_json":"{{PngText}}"}]}""",
        ];
        foreach (var document in documents)
        {
            var outcome = Cuts.AllAgree(() => JsonPictures.Body(JsonPictures.Images), Encoding.ASCII.GetBytes(document));
            Assert.NotNull(outcome.Refusal);
            Assert.Empty(outcome.Output);
        }
    }

    [Fact]
    public void The_caps_hold_where_they_would_have_held()
    {
        var document = Encoding.ASCII.GetBytes($$"""{"data":[{"b64_json":"{{PngText}}"}]}""");
        var pictures = JsonPictures.Policy with { MediaLimits = MediaLimits.Default with { MaxBytes = Png.Length - 2000 } };
        Assert.StartsWith("the picture is longer than MaxPictureBytes", Cuts.AllAgree(() => JsonPictures.Body(JsonPictures.Images, pictures), document).Refusal);

        // What is forwarded is not kept, so MaxBodyBytes does not count it; a picture that needs to be whole is.
        var kept = JsonPictures.Policy with { Limits = BodyLimits.Default with { MaxBodyBytes = PngText.Length * 2 / 3 } };
        Assert.Null(Cuts.AllAgree(() => JsonPictures.Body(JsonPictures.Images, kept), document).Refusal);
        var bottom = kept with { PicturePosition = LabelPosition.BottomLeft };
        var refused = Cuts.AllAgree(() => JsonPictures.Body(JsonPictures.Images, bottom), document);
        Assert.StartsWith("the answer is longer than MaxBodyBytes", refused.Refusal);
        Assert.Empty(refused.Output);
    }

    [Fact]
    public void A_picture_in_an_event_is_that_of_the_whole_file_too()
    {
        var events = $"event: image_generation.partial_image\ndata: {{\"type\":\"image_generation.partial_image\",\"b64_json\":\"{PngText}\",\"partial_image_index\":0}}\n\n";
        var outcome = Cuts.AllAgree(
            () => new SseBody(JsonPictures.Exchange(JsonPictures.Images)), Encoding.ASCII.GetBytes(events));
        Assert.Equal(
            events.Replace(PngText, JsonPictures.Labelled(Png)).Replace(":0}", ":0," + JsonPictures.Member + "}"),
            Encoding.UTF8.GetString(outcome.Output));
    }

    [Fact]
    public void Where_a_ledger_wants_it_the_digest_is_that_of_the_picture_that_left_on_every_way()
    {
        (string Path, string Document)[] ways =
        [
            (JsonPictures.Images, $$"""{"data":[{"b64_json":"{{PngText}}"}]}"""),
            (JsonPictures.Responses, $$"""{"output":[{"type":"message","content":[{"type":"output_text","text":"a"}]},{"type":"image_generation_call","result":"{{PngText}}"}]}"""),
        ];
        var labelled = Orders.Label(Png, Orders.Both).Output;
        foreach (var (path, document) in ways)
        {
            foreach (var wanted in new[] { true, false })
            {
                var exchange = JsonPictures.Exchange(path);
                exchange.DigestsPictures = wanted;
                Assert.Null(Cuts.Run(() => new JsonBody(exchange), Encoding.ASCII.GetBytes(document), [70_000, 200_000]).Refusal);
                var picture = Assert.Single(exchange.Labels, static label => label.Kind == ContentKind.Image);
                Assert.Equal(labelled.Length, picture.Length);
                Assert.Equal(wanted ? System.Security.Cryptography.SHA256.HashData(labelled) : [], picture.ContentHash.ToArray());
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Hostile_bytes_never_throw_and_give_the_same_at_any_cut(int seed)
    {
        var random = new Random(seed);
        var documents = new[] { PngText, JpegText }
            .Select(static text => Encoding.ASCII.GetBytes($$"""{"data":[{"b64_json":"{{text}}","n":1},{"b64_json":"{{text[..90_000]}}"}],"u":{} }""")).ToArray();
        for (var round = 0; round < 150; round++)
        {
            var document = documents[round % 2].ToArray();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                // Half of them where structure is: around the document's head, the label's rows and the strings' ends.
                var at = random.Next(2) == 0 ? random.Next(document.Length) : random.Next(Math.Min(document.Length, 4000));
                document[at] = random.Next(3) == 0 ? (byte)random.Next(256) : "\"\\={}[],:AAAA/+"u8[random.Next(15)];
            }
            document = random.Next(4) == 0 ? document[..random.Next(document.Length)] : document;
            var whole = Cuts.Run(() => JsonPictures.Body(JsonPictures.Images), document, []);
            var cuts = Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(1, Math.Max(2, document.Length))).Order().ToArray();
            var cut = Cuts.Run(() => JsonPictures.Body(JsonPictures.Images), document, cuts);
            // The words of a refusal may be the pixel library's, which keeps its errors for all threads together.
            Assert.Equal(whole.Refusal is null, cut.Refusal is null);
            Assert.True(whole.Output.AsSpan().SequenceEqual(cut.Output), $"seed {seed}, round {round}: {whole.Output.Length} and {cut.Output.Length} bytes, {whole.Refusal}");
        }
    }

    private static byte[] Padding(byte[] png, int remainder) => [.. png, .. new byte[((remainder - png.Length % 3) + 3) % 3]];

    private static string Padded(byte[] png, int remainder) => Convert.ToBase64String(Padding(png, remainder));
}
