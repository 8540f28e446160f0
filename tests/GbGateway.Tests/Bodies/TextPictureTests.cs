using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using GbGateway.Content;
using GbGateway.Content.Filtering;
using GbGateway.Content.Profiles;
using GbGateway.Demo;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Labels.Text;
using GbGateway.Policies;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Bodies;

/// <summary>Pictures in texts: data URIs in Markdown, in HTML, alone; whole and in pieces.</summary>
public sealed partial class TextPictureTests
{
    private const string Label = "\n\n" + ExplicitTextLabel.DefaultWording;
    private static readonly string Png = Convert.ToBase64String(DemoPicture.Paint("png", 160, 96, 0.5));
    private static readonly string Jpeg = Convert.ToBase64String(DemoPicture.Paint("jpeg", 160, 96, 0.2));

    [Theory]
    [InlineData("/", "+"), InlineData("\\/", "+"), InlineData("\\u002f", "\\u002B")]
    public void Pictures_in_a_text_are_labelled_where_they_stand(string slash, string plus)
    {
        var text = $"两张图：![a](data:image/png;base64,{Png}) 和 <img src='data:image/jpeg;base64,{Jpeg}'>。";
        var written = text.Replace("+", plus, StringComparison.Ordinal).Replace("/", slash, StringComparison.Ordinal);
        var answer = Run("/v1/chat/completions", $$"""{"choices":[{"message":{"content":"{{written}}"},"finish_reason":"stop"}]}""");
        using var json = JsonDocument.Parse(answer);
        var read = json.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
        Assert.Equal(text.Replace(Png, Labelled(Png), StringComparison.Ordinal).Replace(Jpeg, Labelled(Jpeg), StringComparison.Ordinal) + Label, read);
    }

    [Fact]
    public void A_text_that_is_nothing_but_a_picture_gets_its_label_behind_it()
    {
        var answer = Run("/v1/chat/completions", $$"""{"choices":[{"message":{"content":"data:image/png;base64,{{Png}}"} }]}""");
        Assert.Contains($"{Labelled(Png)}{JsonEncodedText.Encode(Label, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"", answer);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory, MemberData(nameof(Seeds))]
    public void A_picture_split_over_deltas_leaves_whole_with_the_event_that_ends_it(int seed)
    {
        var text = $"图：![a](data:image/png;base64,{Png})，再来：data:image/jpeg;base64,{Jpeg} 好。";
        var (deltas, events) = Split(text, seed);
        var answer = Run("/v1/chat/completions", events + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
        var read = Contents(answer);
        Assert.Equal(text.Replace(Png, Labelled(Png), StringComparison.Ordinal).Replace(Jpeg, Labelled(Jpeg), StringComparison.Ordinal) + Label, string.Concat(read));
        Assert.Equal(deltas + 1, read.Count);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")]
    [InlineData("data: [DONE]\n\n")]
    [InlineData("")]
    public void A_picture_at_the_end_of_a_text_leaves_in_an_event_of_its_own(string end)
    {
        var text = $"data:image/png;base64,{Png}";
        var (_, events) = Split(text, 3);
        Assert.Equal(text.Replace(Png, Labelled(Png), StringComparison.Ordinal) + Label, string.Concat(Contents(Run("/v1/chat/completions", events + end))));
    }

    [Fact]
    public void Lines_arrays_and_blocks_carry_pictures_as_well()
    {
        var half = Png.Length / 2;
        var uri = "data:image/png;base64,";
        foreach (var (path, body) in new[]
        {
            ("/api/chat", $"{{\"message\":{{\"content\":\"{uri}{Png[..half]}\"}},\"done\":false}}\n{{\"message\":{{\"content\":\"{Png[half..]}\"}},\"done\":false}}\n{{\"message\":{{\"content\":\"\"}},\"done\":true}}\n"),
            ("/v1beta/models/g:streamGenerateContent", $"[{{\"candidates\":[{{\"content\":{{\"parts\":[{{\"text\":\"{uri}{Png[..half]}\"}}]}}}}]}},\n{{\"candidates\":[{{\"content\":{{\"parts\":[{{\"text\":\"{Png[half..]}\"}}]}}}}]}}\n]"),
            ("/v1/messages",
                "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
                + $"event: content_block_delta\ndata: {{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{{\"type\":\"text_delta\",\"text\":\"{uri}{Png[..half]}\"}}}}\n\n"
                + $"event: content_block_delta\ndata: {{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{{\"type\":\"text_delta\",\"text\":\"{Png[half..]}\"}}}}\n\n"
                + "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"),
        })
        {
            var answer = Run(path, body);
            Assert.Contains(Labelled(Png), answer);
            Assert.DoesNotContain(Png[half..], answer);
            Assert.True(answer.IndexOf(Labelled(Png), StringComparison.Ordinal) < answer.IndexOf(ExplicitTextLabel.DefaultWording, StringComparison.Ordinal), path);
        }
    }

    [Fact]
    public void The_copies_of_a_text_with_a_picture_agree()
    {
        var text = $"图 ![a](data:image/png;base64,{Png}) 完";
        var (item, half) = ("\"item_id\":\"i\",\"output_index\":0,\"content_index\":0", text.Length / 2);
        var answer = Run("/v1/responses",
            $"event: response.output_text.delta\ndata: {{\"type\":\"response.output_text.delta\",\"sequence_number\":1,{item},\"delta\":\"{text[..half]}\"}}\n\n"
            + $"event: response.output_text.delta\ndata: {{\"type\":\"response.output_text.delta\",\"sequence_number\":2,{item},\"delta\":\"{text[half..]}\"}}\n\n"
            + $"event: response.output_text.done\ndata: {{\"type\":\"response.output_text.done\",\"sequence_number\":3,{item},\"text\":\"{text}\"}}\n\n"
            + $"event: response.completed\ndata: {{\"type\":\"response.completed\",\"sequence_number\":4,\"response\":{{\"output\":[{{\"type\":\"message\",\"content\":[{{\"type\":\"output_text\",\"text\":\"{text}\"}}]}}]}}}}\n\n");
        var whole = text.Replace(Png, Labelled(Png), StringComparison.Ordinal) + Label;
        var events = Events(answer);
        Assert.Equal(whole, string.Concat(events.Where(static one => one.TryGetProperty("delta", out _)).Select(static one => one.GetProperty("delta").GetString())));
        Assert.Equal(whole, events[^2].GetProperty("text").GetString());
        Assert.Equal(whole, events[^1].GetProperty("response").GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(static one => one.GetProperty("sequence_number").GetInt32()));
    }

    [Fact]
    public void An_upstream_that_is_cut_inside_a_picture_sends_none_of_it()
    {
        var (_, events) = Split($"![a](data:image/png;base64,{Png[..(Png.Length / 2)]}", 5);
        var outcome = Cuts.Run(() => Rewriter("/v1/chat/completions", Encoding.UTF8.GetBytes(events), Policy()), Encoding.UTF8.GetBytes(events), [], upstreamDies: true);
        var answer = Encoding.UTF8.GetString(outcome.Output);
        Assert.Equal("![a](data:image/png;base64," + Label, string.Concat(Contents(answer)));
    }

    [Fact]
    public void A_picture_longer_than_an_event_may_be_ends_the_stream()
    {
        var (_, events) = Split($"data:image/png;base64,{Png}", 7);
        var policy = Policy() with { Limits = BodyLimits.Default with { MaxEventBytes = Png.Length / 2 } };
        var bytes = Encoding.UTF8.GetBytes(events);
        var outcome = Cuts.Run(() => Rewriter("/v1/chat/completions", bytes, policy), bytes, []);
        Assert.Contains("MaxEventBytes", outcome.Refusal);
        Assert.DoesNotContain(Png[..200], Encoding.UTF8.GetString(outcome.Output));
    }

    [Fact]
    public void Keywords_are_masked_in_words_and_never_in_a_picture()
    {
        var problems = new List<KeywordProblem>();
        var inside = Png[40..46];
        var library = KeywordFiles.Read("test", "test.csv", $"entry,risk,action\n秘密,A.1-a,Mask\n{inside},A.1-a,Mask\n", problems);
        var policy = Policy() with { Keywords = KeywordSet.Compile([library], KeywordActionTable.Read("Mask"), DateOnly.MinValue) };
        var text = $"秘密 ![a](data:image/png;base64,{Png}) 秘密";
        var expected = $"** ![a](data:image/png;base64,{Labelled(Png)}) **{Label}";
        var document = Run("/v1/chat/completions", $$"""{"choices":[{"message":{"content":"{{text}}"} }]}""", policy);
        using var json = JsonDocument.Parse(document);
        Assert.Equal(expected, json.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        var (_, events) = Split(text, 11);
        Assert.Equal(expected, string.Concat(Contents(Run("/v1/chat/completions", events + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n", policy))));
    }

    [Fact]
    public void Pictures_in_answers_of_unknown_APIs_are_found_at_any_depth()
    {
        var answer = Run("/nobody/knows", $$"""{"a":[[{"b":{"c":"{{Png}}"} }]],"d":"data:image/jpeg;base64,{{Jpeg}}","e":"{{Png[..40]}}"}""");
        Assert.Equal($$"""{"a":[[{"b":{"c":"{{Labelled(Png)}}"} }]],"d":"data:image/jpeg;base64,{{Labelled(Jpeg)}}","e":"{{Png[..40]}}"}""", answer);
        Assert.Equal($"data: {{\"frame\":\"{Labelled(Png)}\"}}\n\n", Run("/nobody/knows", $"data: {{\"frame\":\"{Png}\"}}\n\n"));
    }

    private static ContentPolicy Policy() => new()
    {
        TextLabel = new ExplicitTextLabel(ExplicitTextLabel.DefaultWording, TextLabelPlacement.End),
        AigcMember = false,
    };

    private static BodyRewriter Rewriter(string path, byte[] body, ContentPolicy policy)
    {
        var rewriter = BodyRewriters.Choose(Exchange(policy, path), null, body.AsSpan(0, Math.Min(body.Length, BodyRewriters.HeadLength)), out var refusal);
        Assert.Null(refusal);
        return rewriter!;
    }

    private static Exchange Exchange(ContentPolicy policy, string path) => new(policy, AigcMetadata.ByProducer("TEST", "P1")) { Profile = ApiProfiles.ByPath(path) };

    private static string Run(string path, string body, ContentPolicy? policy = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var whole = Cuts.Run(() => Rewriter(path, bytes, policy ?? Policy()), bytes, []);
        Assert.Null(whole.Refusal);
        var random = new Random(body.Length);
        var cuts = Enumerable.Range(0, 40).Select(_ => random.Next(1, bytes.Length)).Order().ToArray();
        Assert.Equal(whole.Output, Cuts.Run(() => Rewriter(path, bytes, policy ?? Policy()), bytes, cuts).Output);
        return Encoding.UTF8.GetString(whole.Output);
    }

    private static string Labelled(string base64)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.True(MediaLabeler.WriteLabels(Convert.FromBase64String(base64), Exchange(Policy(), "/").MediaOrder, output).IsLabelled);
        return Convert.ToBase64String(output.WrittenSpan);
    }

    // Deltas cut at random places, a few of them inside of the URI's head.
    private static (int Count, string Events) Split(string text, int seed)
    {
        var random = new Random(seed);
        var head = text.IndexOf("data:image", StringComparison.Ordinal);
        var cuts = Enumerable.Range(0, 6).Select(_ => random.Next(1, text.Length))
            .Concat(Enumerable.Range(0, 3).Select(_ => Math.Min(head + random.Next(1, 24), text.Length - 1))).Append(text.Length).Distinct().Order();
        var (events, from, count) = (new StringBuilder(), 0, 0);
        foreach (var cut in cuts.Where(static cut => cut > 0))
        {
            events.Append($"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text[from..cut]}\"}},\"finish_reason\":null}}]}}\n\n");
            (from, count) = (cut, count + 1);
        }
        return (count, events.ToString());
    }

    private static List<JsonElement> Events(string answer) =>
        [.. DataLine().Matches(answer).Select(static match => JsonDocument.Parse(match.Groups[1].Value).RootElement)];

    private static List<string> Contents(string answer) =>
    [
        .. Events(answer).Where(static one => one.TryGetProperty("choices", out _))
            .Select(static one => one.GetProperty("choices")[0].GetProperty("delta"))
            .Where(static delta => delta.TryGetProperty("content", out _)).Select(static delta => delta.GetProperty("content").GetString()!),
    ];

    [GeneratedRegex(@"^data: (\{.*\})$", RegexOptions.Multiline)]
    private static partial Regex DataLine();
}
