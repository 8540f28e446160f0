namespace GbGateway.Interop.Tests.Clients;

/// <summary>The judge itself: what it must let pass, and what it must catch.</summary>
public sealed class LabelComparisonTests
{
    private static readonly RecordedAnswer Plain = new(FinishHoldsText: false);

    private const string Label = @"\n\n（内容由AI生成）";

    [Theory]
    [InlineData("chat", """{"choices":[{"text":"hi","finish":"stop"}]}""", """{"choices":[{"text":"hi@","finish":"stop"}]}""")]
    [InlineData("chat", """{"choices":[{"text":"","tools":[["f","{}"]]}]}""", """{"choices":[{"text":"","tools":[["f","{}"]]}]}""")]
    [InlineData("chat-stream", """{"text":{"0":"a","1":"b"},"chunks":5}""", """{"text":{"0":"a@","1":"b@"},"chunks":7}""")]
    [InlineData("images", """{"data":[{"kind":"png","w":9,"h":9,"bytes":10,"sha":"1","aigc":false,"c2pa":true}]}""", """{"data":[{"kind":"png","w":9,"h":9,"bytes":12,"sha":"2","aigc":true,"c2pa":false}]}""")]
    [InlineData("responses-stream", """{"text":"hi","types":{"response.output_text.delta":3},"final":"hi"}""", """{"text":"hi@","types":{"response.output_text.delta":4},"final":"hi@"}""")]
    public void Labels_pass(string mode, string direct, string through) => Assert.Empty(Compare(mode, direct, through).Differences);

    [Theory]
    [InlineData("chat", """{"choices":[{"text":"hi"}]}""", """{"choices":[{"text":"hi"}]}""")] // no label
    [InlineData("chat", """{"choices":[{"text":"hi"}]}""", """{"choices":[{"text":"hi@@"}]}""")] // twice
    [InlineData("chat", """{"choices":[{"text":"hi"}]}""", """{"choices":[{"text":"Hi@"}]}""")] // the text changed
    [InlineData("chat", """{"choices":[{"text":""}]}""", """{"choices":[{"text":"@"}]}""")] // a label on nothing
    [InlineData("chat", """{"choices":[{"text":"hi","finish":"stop"}]}""", """{"choices":[{"text":"hi@","finish":"length"}]}""")]
    [InlineData("chat", """{"usage":1}""", """{"usage":2}""")]
    [InlineData("chat", """{"usage":1}""", """{"usage":1,"more":1}""")]
    [InlineData("chat-stream", """{"text":{"0":"a"},"chunks":5}""", """{"text":{"0":"a@"},"chunks":5}""")]
    [InlineData("chat-stream", """{"text":{"0":"a"},"chunks":5}""", """{"text":{"0":"a@"},"chunks":7}""")]
    [InlineData("chat-stream", """{"text":{"0":"a"},"chunks":5}""", """{"text":{"0":"a@","1":"@"},"chunks":6}""")]
    [InlineData("images", """{"data":[{"kind":"png","w":9,"h":9,"sha":"1","aigc":false}]}""", """{"data":[{"kind":"png","w":9,"h":9,"sha":"1","aigc":false}]}""")]
    [InlineData("images", """{"data":[{"kind":"png","w":9,"h":9,"sha":"1","aigc":false}]}""", """{"data":[{"kind":"jpeg","w":9,"h":9,"sha":"2","aigc":true}]}""")]
    [InlineData("images", """{"data":[{"kind":"png","w":9,"h":9,"sha":"1","aigc":false}]}""", """{"data":[{"kind":"png","w":8,"h":9,"sha":"2","aigc":true}]}""")]
    [InlineData("responses-stream", """{"text":"hi","final":"hi"}""", """{"text":"hi@","final":"hi"}""")] // the copies disagree
    public void Anything_else_is_caught(string mode, string direct, string through) => Assert.NotEmpty(Compare(mode, direct, through).Differences);

    [Fact]
    public void Failing_on_one_side_only_is_caught()
    {
        var ok = ClientOutcome.Parse("""{"client":"openai","mode":"chat","use":"a/b","ok":true,"result":{}}""");
        var failed = ClientOutcome.Parse("""{"client":"openai","mode":"chat","use":"a/b","ok":false,"error":{"name":"E"}}""");
        Assert.NotEmpty(LabelComparison.Of(ok, failed, Plain).Differences);
        Assert.NotEmpty(LabelComparison.Of(failed, ok, Plain).Differences);
        Assert.Empty(LabelComparison.Of(failed, failed, Plain).Differences);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n", true)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"stop\"}]}\n\n", false)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n", false)]
    [InlineData("{\"message\":{\"content\":\"a\"},\"done\":true}\n", true)]
    [InlineData("{\"response\":\"\",\"done\":true}\n", false)]
    public void A_finish_that_holds_text_is_seen(string body, bool expected) =>
        Assert.Equal(expected, RecordedAnswer.Read(System.Text.Encoding.UTF8.GetBytes(body)).FinishHoldsText);

    [Theory]
    [InlineData("""{"refusal":"no"}""", """{"refusal":"no@"}""", true)]
    [InlineData("""{"refusal":"no"}""", """{"refusal":"no"}""", false)]
    [InlineData("""{"events":6,"content":[["text","a"]]}""", """{"events":7,"content":[["text","a@"]]}""", true)]
    [InlineData("""{"events":6,"content":[["text","a"],["tool",1]]}""", """{"events":9,"content":[["text","a"],["tool",1],["text","@"]]}""", true)]
    [InlineData("""{"events":6,"content":[["text","a"]]}""", """{"events":10,"content":[["text","a@"]]}""", false)]
    [InlineData("""{"events":6,"content":[["text","a"]]}""", """{"events":7,"content":[["text","b@"]]}""", false)]
    public void Refusals_and_parts_are_texts(string direct, string through, bool passes) =>
        Assert.Equal(passes, Compare("chat", direct, through).Differences.Count == 0);

    private static LabelComparison Compare(string mode, string direct, string through)
    {
        static ClientOutcome Outcome(string mode, string result) =>
            ClientOutcome.Parse($$"""{"client":"openai","mode":"{{mode}}","use":"a/b","ok":true,"result":{{result.Replace("@", Label)}}}""");
        return LabelComparison.Of(Outcome(mode, direct), Outcome(mode, through), Plain);
    }
}
