using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GbGateway.Load.Scenarios;

/// <summary>Whether a proxy answers as the upstream does, but for the label where it must label: before anything is measured, and by another client than measures.</summary>
public sealed class AnswerCheck(Stage stage) : IDisposable
{
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>Asks the upstream and the proxy; throws where the proxy's answer is another.</summary>
    public async Task CheckAsync(Proxy proxy, Stage own, Scenario scenario)
    {
        var wanted = Content(await AskAsync($"http://127.0.0.1:{stage.PortOf(null, scenario)}", scenario, []), scenario);
        var got = Content(await AskAsync($"http://127.0.0.1:{own.PortOf(proxy, scenario)}", scenario, proxy.Headers(own)), scenario);
        var labelled = scenario.IsPicture
            ? got != wanted && Convert.FromBase64String(got).AsSpan().IndexOf("AIGC"u8) > 0
            : got.Length > wanted.Length && got.StartsWith(wanted, StringComparison.Ordinal) && got[wanted.Length..].Contains("AI生成", StringComparison.Ordinal);
        if (proxy.MustLabel(scenario) ? !labelled : got != wanted)
        {
            throw new InvalidOperationException($"{proxy.Name} answers {scenario.Name} {(proxy.MustLabel(scenario) ? "without a label, or with other text" : "with another text")}: this is no result");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<string> AskAsync(string address, Scenario scenario, string[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address + (scenario.IsPicture ? "/v1/images/generations" : "/v1/chat/completions"))
        {
            Version = scenario.IsHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent($$"""{"model":"load-test","stream":{{(scenario.Streamed ? "true" : "false")}},"messages":[{"role":"user","content":"你好"}]}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.TryAddWithoutValidation("x-load", scenario.Answer);
        foreach (var header in headers)
        {
            request.Headers.TryAddWithoutValidation(header.Split(':')[0], header.Split(':', 2)[1]);
        }
        try
        {
            using var response = await _client.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            return response.StatusCode == HttpStatusCode.OK ? body : throw new InvalidOperationException($"{address} answers {scenario.Name} with {(int)response.StatusCode}: {body}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw new InvalidOperationException($"{address} does not answer {scenario.Name}: {e.Message}");
        }
    }

    /// <summary>What a client makes of an answer: its text, or its picture.</summary>
    private static string Content(string body, Scenario scenario)
    {
        try
        {
            return scenario switch
            {
                { IsPicture: true } => (string)JsonNode.Parse(body)!["data"]![0]!["b64_json"]!,
                { Streamed: true } => string.Concat(body.Split('\n').Where(static line => line.StartsWith("data: {", StringComparison.Ordinal))
                    .Select(static line => (string?)JsonNode.Parse(line[6..])!["choices"]?[0]?["delta"]?["content"])),
                _ => (string)JsonNode.Parse(body)!["choices"]![0]!["message"]!["content"]!,
            };
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException)
        {
            throw new InvalidOperationException($"what clients get of {scenario.Name} is no answer of the API: {e.Message}");
        }
    }
}
