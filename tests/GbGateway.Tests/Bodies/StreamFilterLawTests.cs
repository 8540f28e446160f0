using System.Text;
using System.Text.Json;
using System.Text.Encodings.Web;
using GbGateway.Content;
using GbGateway.Content.Bodies;
using GbGateway.Content.Filtering;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Text;
using GbGateway.Tests.Filtering;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Bodies;

/// <summary>For random texts and libraries: however texts are cut into deltas, interleaved over choices and fields, and the stream into packets, each text comes out as if it had been filtered whole.</summary>
public sealed class StreamFilterLawTests
{
    private static readonly string[] Fields = ["content", "reasoning_content", "refusal", "arguments"];
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_text_comes_out_as_if_it_had_been_filtered_whole(int seed)
    {
        for (int number = 0; number < 40; number++)
        {
            var random = new Random(seed * 104_729 + number);
            KeywordEntry[] entries = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => new KeywordEntry { Text = RandomTexts.Entry(random), Action = (FilterAction)random.Next(4) })];
            KeywordSet set = KeywordSet.Compile([Keywords.Library(entries)], FilterActions.MaskAll, DateOnly.MinValue);
            Dictionary<(int Choice, string Field), string> texts = Texts(random, entries);
            byte[] stream = Encoding.UTF8.GetBytes(Stream(texts, random));
            string about = $"seed {seed} number {number}: [{string.Join('|', entries.AsEnumerable())}]\n{Encoding.UTF8.GetString(stream)}";
            Cuts.Outcome outcome = Cuts.Run(() => Body(set), stream, Enumerable.Range(0, random.Next(0, 30)).Select(_ => random.Next(1, stream.Length)).Order());
            Assert.Equal(outcome.Output, Cuts.Run(() => Body(set), stream, Enumerable.Range(1, stream.Length - 1)).Output);
            Dictionary<(int Choice, string Field), string> came = Read(Encoding.UTF8.GetString(outcome.Output));
            foreach (((int choice, string field), string text) in texts)
            {
                string whole = field == "arguments"
                    ? "{\"q\":" + JsonSerializer.Serialize(Keywords.Filter(set, text), Plain) + "}"
                    : Keywords.Filter(set, text) + (field == "content" && text.Trim(' ', '\n', '\r', '\t').Length > 0 ? "\n\n" + ExplicitTextLabel.DefaultWording : "");
                string got = came.GetValueOrDefault((choice, field), "");
                Assert.True(field == "arguments" ? JsonDocument.Parse(whole).RootElement.GetProperty("q").GetString() == JsonDocument.Parse(got).RootElement.GetProperty("q").GetString() : whole == got,
                    $"choice {choice} {field}\nwhole {whole}\ngot   {got}\n{about}");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Of_a_blocked_word_no_piece_leaves_and_nothing_behind_it(int seed)
    {
        for (int number = 0; number < 60; number++)
        {
            var random = new Random(seed * 15_485_863 + number);
            KeywordSet set = Keywords.Set(FilterAction.Block, "苹果派");
            string[] spellings = ["苹果派", "苹·果 派", "蘋果派", "苹\u200b果派"];
            string field = Fields[random.Next(Fields.Length)];
            var texts = new Dictionary<(int Choice, string Field), string>
            {
                [(0, "content")] = "甲乙",
                [(1, field)] = "前文" + spellings[random.Next(spellings.Length)] + "尾",
            };
            byte[] stream = Encoding.UTF8.GetBytes(Stream(texts, random));
            string output = Encoding.UTF8.GetString(Cuts.Run(() => Body(set), stream, Enumerable.Range(0, 20).Select(_ => random.Next(1, stream.Length)).Order()).Output);
            foreach (string piece in new[] { "苹", "蘋", "果", "派", "尾", "82f9" })
            {
                Assert.DoesNotContain(piece, output, StringComparison.OrdinalIgnoreCase);
            }

            Assert.Contains("content_filter", output, StringComparison.Ordinal);
            Assert.EndsWith("data: [DONE]\n\n", output, StringComparison.Ordinal);
        }
    }

    private static Dictionary<(int Choice, string Field), string> Texts(Random random, KeywordEntry[] entries)
    {
        var texts = new Dictionary<(int Choice, string Field), string>();
        for (int choice = 0; choice < random.Next(1, 4); choice++)
        {
            foreach (string field in Fields)
            {
                string text = new([.. Encoding.UTF8.GetString(RandomTexts.Text(random, [.. entries.Select(static entry => entry.Text)], random.Next(1, 14))).Where(static c => !char.IsSurrogate(c) && c != '\uFFFD')]);
                if (random.Next(2) == 0 && text.Trim().Length > 0)
                {
                    texts[(choice, field)] = text;
                }
            }
        }

        return texts;
    }

    // Deltas of all texts in random order, each text's own in its order; escapes where chance has it.
    private static string Stream(Dictionary<(int Choice, string Field), string> texts, Random random)
    {
        var queues = texts.Select(pair => (pair.Key, Pieces: new Queue<string>(Pieces(pair.Key.Field == "arguments" ? "{\"q\":" + Spell(pair.Value, random) + "}" : pair.Value, random)))).ToList();
        var stream = new StringBuilder();
        while (queues.Count > 0)
        {
            int next = random.Next(queues.Count);
            ((int choice, string field), Queue<string> pieces) = queues[next];
            string value = Spell(pieces.Dequeue(), random);
            string delta = field == "arguments" ? "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":" + value + "}}]" : $"\"{field}\":{value}";
            stream.Append("data: {\"id\":\"c\",\"choices\":[{\"index\":").Append(choice).Append(",\"delta\":{").Append(delta).Append("},\"finish_reason\":null}]}\n\n");
            if (pieces.Count == 0)
            {
                queues.RemoveAt(next);
            }
        }

        foreach (int choice in texts.Keys.Select(static key => key.Choice).Distinct())
        {
            stream.Append("data: {\"id\":\"c\",\"choices\":[{\"index\":").Append(choice).Append(",\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
        }

        return stream.Append("data: [DONE]\n\n").ToString();
    }

    private static IEnumerable<string> Pieces(string text, Random random)
    {
        for (int at = 0; at < text.Length;)
        {
            int length = Math.Min(random.Next(1, 6), text.Length - at);
            yield return text.Substring(at, length);
            at += length;
        }
    }

    private static string Spell(string text, Random random) => JsonSerializer.Serialize(text, random.Next(3) == 0 ? JsonSerializerOptions.Default : Plain);

    private static Dictionary<(int Choice, string Field), string> Read(string output)
    {
        var texts = new Dictionary<(int Choice, string Field), string>();
        foreach (string line in output.Split('\n').Where(static line => line.StartsWith("data: {", StringComparison.Ordinal)))
        {
            foreach (JsonElement choice in JsonDocument.Parse(line[6..]).RootElement.GetProperty("choices").EnumerateArray())
            {
                foreach (JsonProperty member in choice.GetProperty("delta").EnumerateObject())
                {
                    (string field, string piece) = member.Name == "tool_calls"
                        ? ("arguments", member.Value[0].GetProperty("function").GetProperty("arguments").GetString()!)
                        : (member.Name, member.Value.GetString()!);
                    var key = (choice.GetProperty("index").GetInt32(), field);
                    texts[key] = texts.GetValueOrDefault(key, "") + piece;
                }
            }
        }

        return texts;
    }

    private static SseBody Body(KeywordSet set) => new(new Exchange(
        new ContentPolicy { TextLabel = new ExplicitTextLabel(ExplicitTextLabel.DefaultWording, TextLabelPlacement.End), AigcMember = false, Keywords = set },
        AigcMetadata.ByProducer("TEST", "P1"))
    {
        Profile = ApiProfiles.ByPath(Chat.Path),
    });
}
