using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GbGateway.Content.Filtering;

namespace GbGateway.Tests.Filtering;

/// <summary>Arguments of tool calls: JSON stays JSON, each string in it is filtered like a text, wherever the bytes are cut.</summary>
public sealed class ArgumentsFilterTests
{
    private static readonly JsonSerializerOptions Escaping = new() { Encoder = JavaScriptEncoder.Default };
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_string_is_filtered_like_a_text_and_the_document_stays_what_it_was(int seed)
    {
        for (int number = 0; number < 60; number++)
        {
            var random = new Random(seed * 7919 + number);
            KeywordEntry[] entries = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => new KeywordEntry { Text = RandomTexts.Entry(random) })];
            KeywordSet set = Keywords.Set(random.Next(2) == 0 ? FilterAction.Mask : FilterAction.Replace, entries);
            string[] words = [.. entries.Select(static entry => entry.Text)];
            JsonNode document = Document(random, words, 0);
            string json = document.ToJsonString(random.Next(2) == 0 ? Escaping : Plain);
            string inString = JsonSerializer.Serialize(json, random.Next(2) == 0 ? Escaping : Plain)[1..^1];
            string about = $"seed {seed} number {number}: [{string.Join('|', words)}] in {json}";

            string whole = Run(set, json, inString: false, random, cut: false);
            Assert.True(JsonNode.DeepEquals(Filtered(document, set), JsonNode.Parse(whole)), $"{about}\n{whole}");
            Assert.True(whole == Run(set, json, inString: false, random, cut: true), about);

            string nested = Run(set, inString, inString: true, random, cut: false);
            Assert.True(nested == Run(set, inString, inString: true, random, cut: true), about);
            string inner = JsonSerializer.Deserialize<string>($"\"{nested}\"")!;
            Assert.True(JsonNode.DeepEquals(Filtered(document, set), JsonNode.Parse(inner)), $"{about}\n{inner}");
        }
    }

    [Theory]
    [InlineData("{\"a\":\"苹果派", "{\"a\":\"***")]
    [InlineData("{'a':'苹果派'}", "{'a':'***'}")]
    [InlineData("[1,苹果派", "[1,***")]
    [InlineData("\\u82f9果派", "\\u82f9果派")]
    [InlineData("", "")]
    [InlineData("\"苹果派\\", "\"***\\")]
    public void What_is_no_JSON_is_filtered_all_the_same(string text, string expected)
    {
        KeywordSet set = Keywords.Set(FilterAction.Mask, "苹果派");
        Assert.Equal(expected, Run(set, text, inString: false, new Random(1), cut: false));
        Assert.Equal(expected, Run(set, text, inString: false, new Random(1), cut: true));
    }

    [Fact]
    public void Nothing_of_a_blocked_hit_leaves_and_nothing_after_it()
    {
        KeywordSet set = Keywords.Set(FilterAction.Block, "苹果派");
        byte[] input = Encoding.UTF8.GetBytes("{\\\"a\\\":\\\"前\\\\u82f9果派\\\",\\\"b\\\":\\\"后\\\"}");
        for (int size = 1; size < input.Length; size++)
        {
            using var filter = new ArgumentsFilter(set, new TextFilterOptions(), inString: true);
            var output = new ArrayBufferWriter<byte>();
            foreach (byte[] piece in Keywords.Cut(input, () => size))
            {
                filter.Push(piece, output);
            }

            filter.Flush(output);
            Assert.True(filter.Blocked);
            Assert.Equal("{\\\"a\\\":\\\"前", Encoding.UTF8.GetString(output.WrittenSpan));
        }
    }

    private static string Run(KeywordSet set, string text, bool inString, Random random, bool cut)
    {
        using var filter = new ArgumentsFilter(set, new TextFilterOptions(), inString);
        var output = new ArrayBufferWriter<byte>();
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        foreach (byte[] piece in Keywords.Cut(bytes, () => cut ? random.Next(1, 5) : int.MaxValue))
        {
            filter.Push(piece, output);
        }

        filter.Flush(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static JsonNode Document(Random random, string[] words, int depth) => random.Next(depth > 3 ? 3 : 5) switch
    {
        0 or 1 => JsonValue.Create(Text(random, words))!,
        2 => random.Next(3) switch { 0 => JsonValue.Create(random.Next()), 1 => JsonValue.Create(random.NextDouble()), _ => JsonValue.Create(random.Next(2) == 0) },
        3 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Document(random, words, depth + 1))]),
        _ => Object(random, words, depth),
    };

    private static JsonObject Object(Random random, string[] words, int depth)
    {
        var members = new JsonObject();
        for (int i = random.Next(4); i > 0; i--)
        {
            members[$"n{i}"] = Document(random, words, depth + 1);
        }

        return members;
    }

    private static string Text(Random random, string[] words) =>
        new([.. Encoding.UTF8.GetString(RandomTexts.Text(random, words, random.Next(1, 20))).Where(static c => !char.IsSurrogate(c) && c != '\uFFFD')]);

    // Numbers and words among the keywords are rare enough to leave out: they have a case of their own.
    private static JsonNode? Filtered(JsonNode? node, KeywordSet set) => node switch
    {
        JsonObject members => new JsonObject(members.Select(pair => KeyValuePair.Create(Keywords.Filter(set, pair.Key), Filtered(pair.Value, set)))),
        JsonArray items => new JsonArray([.. items.Select(item => Filtered(item, set))]),
        JsonValue value when value.TryGetValue(out string? text) => JsonValue.Create(Keywords.Filter(set, text)),
        JsonValue value => Keywords.Filter(set, value.ToJsonString()) == value.ToJsonString() ? value.DeepClone() : null,
        _ => null,
    };
}
