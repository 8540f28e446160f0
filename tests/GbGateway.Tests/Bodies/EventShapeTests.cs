using System.Text;
using GbGateway.Content.Bodies;
using GbGateway.Content.Profiles;

namespace GbGateway.Tests.Bodies;

public sealed class EventShapeTests
{
    private static readonly string[] Events =
    [
        """{"id":"c-1","created":17,"model":"m","choices":[{"index":0,"delta":{"content":"你好"},"logprobs":null,"finish_reason":null}],"obfuscation":"x9"}""",
        """{"id":"c-1","created":17,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"total_tokens":12}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}""",
        """{"type":"response.output_text.delta","sequence_number":7,"item_id":"m","output_index":0,"content_index":0,"delta":"a\nb"}""",
        """{"model":"q","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":""},"done":false}""",
        """{"candidates":[{"content":{"parts":[{"text":"a"},{"text":"b","thought":true}]}}],"usageMetadata":{"total":-1.5e3}}""",
        """ { "choices" : [ { "index" : 1 , "delta" : { "content" : "x" } } , { "index" : 0 , "delta" : { "content" : "" } } ] , "AIGC" : {} } """,
    ];

    private static readonly string[] Values = ["", "x", "stop", "null", "text", "text_delta", "\\n", "\\u4f60", "\\", "\\x", "\"", "0", "-", "1e", "12", "007", "你", "content", ":", ",", "}", "\u0001", " "];

    [Fact]
    public void An_event_read_by_the_shape_of_the_one_before_has_the_hits_of_a_scan()
    {
        var random = new Random(20261123);
        var shaped = 0;
        foreach (var profile in ApiProfiles.All)
        {
            using var shape = new EventShape();
            using var hits = new SlotHits();
            using var expected = new SlotHits();
            for (var i = 0; i < 1500; i++)
            {
                var json = Vary(Events[random.Next(4) > 0 ? i / 100 % Events.Length : random.Next(Events.Length)], random);
                var isRead = JsonScanner.TryScan(json, profile.Stream, hits, 64, shape);
                var isWell = JsonScanner.TryScan(json, profile.Stream, expected, 64);

                Assert.True(isRead == isWell, $"{profile.Name}: {Encoding.UTF8.GetString(json)}");
                if (isWell)
                {
                    Assert.True(expected.Span.SequenceEqual(hits.Span), $"{profile.Name}: {Encoding.UTF8.GetString(json)}");
                    Assert.Equal((expected.RootEnd, expected.RootIsEmpty), (hits.RootEnd, hits.RootIsEmpty));
                    shaped += shape.TryRead(json, expected) ? 1 : 0;
                }
            }
        }
        Assert.True(shaped > 1000, $"only {shaped} events had the shape");
    }

    [Fact]
    public void Deltas_that_differ_in_text_and_numbers_keep_the_shape()
    {
        using var shape = new EventShape();
        using var hits = new SlotHits();
        var tree = ApiProfiles.All.First(static profile => profile.Name == "openai-chat").Stream;
        Assert.True(JsonScanner.TryScan(Encoding.UTF8.GetBytes(Events[0]), tree, hits, 64, shape));
        foreach (var text in (string[])["", "a", "\\u00e9 \\\" 长一点的文字", "[DONE]"])
        {
            var json = Encoding.UTF8.GetBytes(Events[0].Replace("你好", text).Replace("17", "1718").Replace("x9", "longer"));

            Assert.True(shape.TryRead(json, hits));
            Assert.Contains(hits.Span.ToArray(), hit => Encoding.UTF8.GetString(hit.Of(json)) == text && tree.Slots[hit.Slot].Kind == SlotKind.Text);
        }
        Assert.False(shape.TryRead(Encoding.UTF8.GetBytes(Events[0].Replace("\"你好\"", "null")), hits));
        Assert.False(shape.TryRead(Encoding.UTF8.GetBytes(Events[0] + "x"), hits));
    }

    // A few tokens replaced, cut out or put in: mostly well-formed, often not.
    private static byte[] Vary(string json, Random random)
    {
        var text = new StringBuilder(json);
        for (var i = random.Next(3); i > 0; i--)
        {
            var at = random.Next(text.Length);
            if (random.Next(3) > 0)
            {
                // Inside of a value, mostly: behind a quote or a digit.
                at = Math.Max(text.ToString().IndexOf(random.Next(2) > 0 ? ":\"" : "1", at, StringComparison.Ordinal) + 1, 0) + 1;
                at = Math.Min(at, text.Length - 1);
            }
            text.Remove(at, Math.Min(random.Next(2), text.Length - at)).Insert(at, Values[random.Next(Values.Length)]);
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
