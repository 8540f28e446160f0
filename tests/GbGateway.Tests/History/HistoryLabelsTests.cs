using System.Text;
using System.Text.Encodings.Web;
using GbGateway.Content;
using GbGateway.Content.History;
using GbGateway.Labels.Text;

namespace GbGateway.Tests.History;

/// <summary>Labels don't pile up in conversations, and nothing else of a request is touched.</summary>
public sealed class HistoryLabelsTests
{
    private const string Wording = ExplicitTextLabel.DefaultWording;
    private const string Other = "AI生成 \"😀\"";

    private static readonly string Escaped = JavaScriptEncoder.Default.Encode(Wording);
    private static readonly string Lower = Escaped.ToLowerInvariant().Replace("ai", "AI", StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"TEXT"}], "seed":1.0}""")]
    [InlineData("""{"messages":[{"content":"TEXT","role":"assistant"}]}""")]
    [InlineData("""{"messages":[{"role":"assistant","content":[{"type":"text","text":"TEXT"},{"type":"tool_use","input":{}}]}]}""")]
    [InlineData("""{"input":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"TEXT","annotations":[]}]}]}""")]
    [InlineData("""{"input":[{"role":"assistant","content":"TEXT"}]}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":"TEXT"}]}]}""")]
    [InlineData("""{"input":{"messages":[{"role":"assistant","content":"TEXT"}]},"parameters":{}}""")]
    [InlineData("""{"Messages":[{"Role":"assistant","Content":"TEXT"}]}""")]
    [InlineData("""{"message":"q","chat_history":[{"role":"CHATBOT","message":"TEXT"}]}""")]
    public void A_label_is_taken_out_of_an_answer_sent_back_wherever_APIs_keep_it(string request)
    {
        foreach (var (with, without) in Texts())
        {
            Assert.Equal(request.Replace("TEXT", without, StringComparison.Ordinal), Strip(request.Replace("TEXT", with, StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"TEXT"},{"role":"system","content":"TEXT"},{"role":"tool","content":"TEXT"}]}""")]
    [InlineData("""{"messages":[{"content":"TEXT"}],"prompt":"TEXT"}""")]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"function":{"arguments":"TEXT"}}],"reasoning_content":"TEXT"}]}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"TEXT"}]}]}""")]
    [InlineData("""{"messages":[{"role":"assistant","content":"TEXT"}""")]
    [InlineData("""{"messages":[{"role":"assistant","role":"assistant","content":"TEXT"}]}""")]
    public void What_is_no_answer_or_no_JSON_with_one_meaning_stays(string request)
    {
        foreach (var (with, _) in Texts())
        {
            var body = request.Replace("TEXT", with, StringComparison.Ordinal);
            Assert.Equal(body, Strip(body));
        }
    }

    [Theory]
    [InlineData("before LABEL after"), InlineData("LABEL"), InlineData("\\n\\nLABEL"), InlineData("LABEL\\n\\nLABEL"), InlineData("LABELx"), InlineData("内容由AI生成")]
    [InlineData("x\\\\uff08内容由AI生成）"), InlineData("")]
    public void A_label_that_is_the_text_or_stands_inside_it_stays(string text)
    {
        var body = "{\"messages\":[{\"role\":\"assistant\",\"content\":\"" + text.Replace("LABEL", Wording, StringComparison.Ordinal) + "\"}]}";
        // A word that follows the label directly makes it no label at the end; one before it makes none at the start.
        Assert.Equal(text == "LABELx" ? body.Replace(Wording, "", StringComparison.Ordinal) : body, Strip(body));
    }

    [Fact]
    public void An_escape_is_never_cut_in_two()
    {
        // A line break whose last hexadecimal digit is where the wording begins.
        var labels = new HistoryLabels(["A生成AI"]);
        const string Body = """{"messages":[{"role":"assistant","content":"x\u000A生成AI"}]}""";
        using var output = new PooledBuffer();
        Assert.False(labels.TryStrip(Encoding.UTF8.GetBytes(Body), output));
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public void Only_the_label_goes_and_every_other_byte_stays()
    {
        var random = new Random(20261127);
        string[] pieces = ["\\u0041", "\\\\", "\\\"", "\\n", "词", "😀", "\\ud83d\\ude00", " ", "x", "\\u000A", "{", "]", Wording[..3], Escaped[..^6], "1e400", "\\/"];
        string[] labels = [Wording, Escaped, Lower, Wording[..4] + Escaped[24..]];
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => pieces[random.Next(pieces.Length)])) + "y";
            var label = labels[random.Next(labels.Length)];
            var both = random.Next(2) == 0;
            var body = $$"""{ "a":[{{random.Next()}}.0e1],"messages":[{"role":"assistant","content":"{{(both ? label + "\\n\\n" : "")}}z{{text}}\n\n{{label}}"},{"role":"user","content":"{{label}}"}],"x":"\u0000{{label}}"} """;
            Assert.Equal(
                body.Replace(label + "\\n\\nz", "z", StringComparison.Ordinal).Replace("\\n\\n" + label, "", StringComparison.Ordinal), Strip(body));
        }
    }

    private static (string With, string Without)[] Texts() =>
    [
        ($"你好\\n\\n{Wording}", "你好"),
        ($"{Wording}\\n\\n你好", "你好"),
        ($"{Wording}\\n\\n你好\\n\\n{Wording}", "你好"),
        ($"hi\\n\\n{Escaped}", "hi"),
        ($"hi\\u000a\\u000A{Lower}", "hi"),
        ($"hi\\r\\n\\r\\n{Wording}", "hi"),
        ($"hi{Wording}", "hi"),
        ($"hi\\n\\n{Wording}\\n", "hi\\n"),
        ($"hi\\n\\n{Wording}\\n\\n{Wording}", "hi"),
        ($"a\\\\\\n\\n{Wording}", "a\\\\"),
        ("hi\\n\\nAI生成 \\\"😀\\\"", "hi"),
        ("hi\\n\\nAI\\u751F成 \\u0022\\ud83d\\ude00\\\"", "hi"),
        ($" \\n{Wording}\\n\\nhi", " \\nhi"),
        ("plain", "plain"),
    ];

    private static string Strip(string request)
    {
        using var output = new PooledBuffer();
        return new HistoryLabels([Wording, Other]).TryStrip(Encoding.UTF8.GetBytes(request), output) ? Encoding.UTF8.GetString(output.Span) : request;
    }
}
