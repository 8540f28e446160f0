namespace GbGateway.Load.Client;

/// <summary>What to ask for, how often and over how many connections.</summary>
/// <param name="Target">The proxy, or the upstream itself.</param>
/// <param name="Answer">The order for the upstream, header <c>x-load</c>.</param>
/// <param name="Connections">Most exchanges at one time.</param>
/// <param name="WarmUp">Time before figures count.</param>
/// <param name="Duration">Time in which they do.</param>
/// <param name="Rate">Requests a second that arrive whatever the answers do; 0: each connection asks again once answered.</param>
/// <param name="Http2">HTTP/2 with prior knowledge instead of HTTP/1.1.</param>
/// <param name="Headers">Headers that the proxy asks for.</param>
public sealed record LoadOrder(Uri Target, string Answer, int Connections, TimeSpan WarmUp, TimeSpan Duration, double Rate, bool Http2, IReadOnlyList<(string Name, string Value)> Headers)
{
    /// <summary>Reads the command line: <c>--url --answer --connections --warmup --seconds --rate --h2</c>, and <c>--header NAME:VALUE</c> as often as need be.</summary>
    public static LoadOrder Parse(string[] arguments)
    {
        string Value(string name, string otherwise) =>
            Array.IndexOf(arguments, "--" + name) is var at and >= 0 ? arguments[at + 1] : otherwise;
        double Number(string name, double otherwise) => double.Parse(Value(name, otherwise.ToString("R")));
        return new LoadOrder(
            new Uri(Value("url", "http://127.0.0.1:8080")),
            Value("answer", "json 2048"),
            (int)Number("connections", 16),
            TimeSpan.FromSeconds(Number("warmup", 1)),
            TimeSpan.FromSeconds(Number("seconds", 3)),
            Number("rate", 0),
            arguments.Contains("--h2"),
            [.. arguments.Index().Where(one => one.Index > 0 && arguments[one.Index - 1] == "--header").Select(static one => one.Item.Split(':', 2)).Select(static pair => (pair[0], pair[1]))]);
    }

    /// <summary>Text events that a whole answer holds.</summary>
    public int Events { get; } = Answer.Split(' ') is ["sse", var events, ..] ? int.Parse(events) : 0;

    /// <summary>Significant digits of the times noted.</summary>
    public int Digits => Connections > 500 ? 2 : 3;

    /// <summary>The request's body.</summary>
    public string Body => Answer.StartsWith("sse", StringComparison.Ordinal)
        ? """{"model":"load-test","stream":true,"messages":[{"role":"user","content":"你好，请介绍一下杭州。"}]}"""
        : """{"model":"load-test","messages":[{"role":"user","content":"你好，请介绍一下杭州。"}]}""";

    /// <summary>The request's path.</summary>
    public string Path => Answer.StartsWith("image", StringComparison.Ordinal) ? "/v1/images/generations" : "/v1/chat/completions";
}
