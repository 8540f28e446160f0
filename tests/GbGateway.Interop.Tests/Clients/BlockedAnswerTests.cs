using System.Text.Json;
using GbGateway.Interop.Tests.Support;
using Xunit.Abstractions;

namespace GbGateway.Interop.Tests.Clients;

/// <summary>
/// Answers that a keyword blocks, whole and in the middle of a stream: every SDK reports what its API calls a refusal, none of them an error of
/// its own making. The answers are written here, in each API's dialect.
/// </summary>
public sealed class BlockedAnswerTests(ITestOutputHelper log)
{
    private const string Word = "苹果派";

    // What each client says of the end, by its mode: the member, and the value that means a refusal.
    private static readonly (string Client, string Mode, string Member, string Value)[] Outcomes =
    [
        ("openai", "chat", "finish", "content_filter"),
        ("openai", "chat-stream", "finish", "content_filter"),
        ("openai", "chat-stream-helper", "finish", "content_filter"),
        ("openai", "responses", "status", "incomplete"),
        ("openai", "responses-stream", "response.incomplete", "1"),
        ("anthropic", "messages", "stop", "refusal"),
        ("anthropic", "messages-stream", "stop", "refusal"),
        ("google", "generate", "finish", "SAFETY"),
        ("google", "generate-stream", "finish", "SAFETY"),
        ("ollama", "chat", "done", "content_filter"),
        ("ollama", "chat-stream", "done", "content_filter"),
        ("mistral", "chat", "finish", "content_filter"),
        ("mistral", "chat-stream", "finish", "content_filter"),
        ("groq", "chat-stream", "finish", "content_filter"),
        ("ai-sdk", "openai-compat", "finish", "content-filter"),
        ("ai-sdk", "openai-compat-stream", "finish", "content-filter"),
        ("ai-sdk", "openai-responses-stream", "finish", "content-filter"),
        ("ai-sdk", "anthropic-stream", "finish", "content-filter"),
        ("ai-sdk", "google-stream", "finish", "content-filter"),
        ("cohere", "chat-stream", "", ""),
        ("langchain", "openai", "finish", "content_filter"),
        ("langchain", "openai-stream", "", ""),
        ("langchain", "anthropic-stream", "", ""),
        ("langchain", "ollama-stream", "", ""),
        ("net-openai", "chat", "finish", "ContentFilter"),
        ("net-openai", "chat-stream", "finish", "ContentFilter"),
        ("net-openai", "responses", "status", "Incomplete"),
        ("net-openai", "responses-stream", "StreamingResponseIncompleteUpdate", "1"),
        ("net-meai", "chat", "finish", "content_filter"),
        ("net-meai", "chat-stream", "finish", "content_filter"),
        ("net-anthropic", "messages", "stop", "Refusal"),
        ("net-anthropic", "messages-stream", "", ""),
    ];

    [SkippableTheory]
    [InlineData("npm"), InlineData("nuget")]
    public async Task Clients_report_a_blocked_answer_as_their_API_calls_it(string clients)
    {
        Skip.If(GbGateway.Tests.Support.Repository.Fixtures is null, GbGateway.Tests.Support.Repository.NoFixtures);
        using var material = BlockedAnswers.Write(Word);
        var keywords = Directory.CreateDirectory(Path.Combine(material.Folder, "keywords"));
        await File.WriteAllTextAsync(Path.Combine(keywords.FullName, "list.csv"), $"entry,risk,action\n{Word},A.1-a,Block\n");
        await using var upstream = await ReplayUpstream.StartAsync(material.Folder);
        await using var gateway = await GatewayProcess.StartAsync(upstream.Address, new() { ["GbGateway__Keywords__Folder"] = keywords.FullName, ["GbGateway__Defaults__FilterPrompts"] = "false" });
        var outcomes = await (clients == "npm" ? ClientProgram.Npm : ClientProgram.NuGet).RunAsync(gateway.Address, material, "");
        var seen = 0;
        foreach (var outcome in outcomes.Values.Where(static one => one.Client != "fetch" && one.Mode != "structured"))
        {
            var expected = Assert.Single(Outcomes, one => one.Client == outcome.Client && one.Mode == outcome.Mode);
            Assert.True(outcome.Ok, $"{outcome.Key}: {outcome.Value}");
            Assert.DoesNotContain(Word, outcome.Value.ToString());
            Assert.True(expected.Member.Length == 0 || Says(outcome.Value, expected.Member, expected.Value), $"{outcome.Key} says no {expected.Value}: {outcome.Value}");
            seen++;
        }
        log.WriteLine($"{clients}: {seen} refusals");
        Assert.True(seen >= 8, $"only {seen} answers were read");
    }

    // Whether a member of that name, at any depth, says so or holds it.
    private static bool Says(JsonElement value, string member, string expected) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(one =>
            (one.Name == member && one.Value.ToString().Contains(expected, StringComparison.OrdinalIgnoreCase)) || Says(one.Value, member, expected)),
        JsonValueKind.Array => value.EnumerateArray().Any(one => Says(one, member, expected)),
        _ => false,
    };
}
