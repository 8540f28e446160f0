using System.Net;
using System.Text;
using GbGateway.Configuration;
using GbGateway.Policies;
using GbGateway.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace GbGateway.Tests.Configuration;

/// <summary>APIs that operators describe: mistakes, the example, and what is labelled by them.</summary>
public sealed class ProfileSectionTests
{
    private const string Own = "GbGateway:Profiles:own";

    [Fact]
    public void All_mistakes_stand_in_one_message_with_key_value_and_what_is_allowed()
    {
        var configuration = TestGateway.Settings(
            ("GbGateway:Upstream", "http://a"),
            ("GbGateway:Profiles:Wrong_Name:Paths", "/a"),
            ("GbGateway:Profiles:openai-chat:Paths", "/a"),
            ("GbGateway:Profiles:empty:Paths", "no slash"),
            ($"{Own}:Errors", "Loud"),
            ($"{Own}:Framing", "Csv"),
            ($"{Own}:Cumulative", "perhaps"),
            ($"{Own}:Documents:0:Path", "a"),
            ($"{Own}:Document:0:Path", "a..b"), ($"{Own}:Document:0:Kind", "text"),
            ($"{Own}:Document:1:Path", "a[0].b"), ($"{Own}:Document:1:Kind", "tekst"),
            ($"{Own}:Document:2:Path", "a"), ($"{Own}:Document:2:Kind", "finish"),
            ($"{Own}:Stream:0:Path", "a.*"), ($"{Own}:Stream:0:Kind", "text"),
            ($"{Own}:Stream:1:Path", "b"), ($"{Own}:Stream:1:Kind", "text"), ($"{Own}:Stream:1:Event", "{\"b\":1}"), ($"{Own}:Stream:1:When", "x"),
            ($"{Own}:Stream:2:Path", "c.d"), ($"{Own}:Stream:2:Kind", "echo"), ($"{Own}:Stream:2:Evnt", "x"),
            ("GbGateway:Defaults:Profile", "owm"));
        var mistakes = Assert.Throws<ConfigurationException>(() => RoutePolicyCompiler.Compile(configuration));
        foreach (var piece in (string[])
            [
                "Profiles:Wrong_Name: a profile's name is a label of metrics; allowed: 1 to 40 of a-z, 0-9 and -",
                "Profiles:openai-chat: a built-in profile has this name",
                "Profiles:empty:Paths = \"no slash\": allowed: the end of a path",
                "Profiles:empty names no place",
                $"{Own}:Errors = \"Loud\": allowed: OpenAi, ",
                $"{Own}:Framing = \"Csv\": allowed: Sse, Ndjson",
                $"{Own}:Cumulative = \"perhaps\": allowed: true, false",
                $"{Own}:Documents is no key of this version; did you mean Document?",
                $"{Own}:Document:0:Path = \"a..b\": \"..\" is not known here; allowed: names joined by dots",
                $"{Own}:Document:1:Path = \"a[0].b\": \"a[0]\" is no part of a path",
                $"{Own}:Document:1:Kind = \"tekst\": allowed: text, reasoning,",
                $"{Own}:Document:2:Kind = \"finish\": allowed: text, reasoning,",
                $"set {Own}:Stream:0:Event",
                $"{Own}:Stream:1:Event = \"{{\"b\":1}}\": allowed: a JSON object with a member \"{{text}}\"",
                $"{Own}:Stream:1:When = \"x\": allowed only in Stream, beside an entry of kind type",
                $"{Own}:Stream:2:Path = \"c.d\": an echo is a member of the event itself",
                $"{Own}:Stream:2:Evnt = \"x\" is no key of this version; did you mean Event?",
                "GbGateway:Defaults:Profile = \"owm\" is no profile",
            ])
        {
            Assert.Contains(piece, mistakes.Message);
        }
        Assert.Equal(18, mistakes.Mistakes.Count);
    }

    [Fact]
    public void The_example_has_no_mistakes()
    {
        var example = new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.Root, "config", "examples", "own-api.json")).Build();
        Assert.Empty(ConfigurationCheck.FindMistakes(example));
        Assert.Equal(["lines", "painter", "workflow"], ProfileSection.Read(example, []).Select(static profile => profile.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_unknown_API_is_labelled_as_its_profile_says_whole_and_in_events()
    {
        await using var gateway = await StartExampleAsync(static context => context.Request.Path.Value switch
        {
            "/v1/chat-messages" => Chat.SendEventAsync(context,
                "data: {\"event\":\"message\",\"conversation_id\":\"c\",\"answer\":\"你好\"}\n\ndata: {\"event\":\"message_end\",\"conversation_id\":\"c\"}\n\n"),
            "/rpc/speak" => Chat.SendJsonAsync(context, "{\"tok\":\"你\",\"last\":false}\n{\"tok\":\"\",\"last\":true}\n"),
            _ => Chat.SendJsonAsync(context, "{\"result\":{\"caption\":\"你好\"}}"),
        });
        Assert.Equal(
            "data: {\"event\":\"message\",\"conversation_id\":\"c\",\"answer\":\"你好\"}\n\ndata: {\"conversation_id\":\"c\",\"answer\":\"\\n\\n（内容由AI生成）\",\"event\":\"message\"}\n\ndata: {\"event\":\"message_end\",\"conversation_id\":\"c\"}\n\n",
            await AskAsync(gateway, "/v1/chat-messages"));
        Assert.Equal("{\"tok\":\"你\",\"last\":false}\n{\"tok\":\"\\n\\n（内容由AI生成）\",\"last\":false}\n{\"tok\":\"\",\"last\":true}\n", await AskAsync(gateway, "/rpc/speak"));
        Assert.Equal("{\"result\":{\"caption\":\"你好\\n\\n（内容由AI生成）\"}}", await AskAsync(gateway, "/paint"));
        Assert.Contains("profile=\"workflow\"", await gateway.MetricsAsync());
    }

    [Fact]
    public async Task A_route_may_pin_a_profile_and_a_reload_takes_another()
    {
        await using var gateway = await StartExampleAsync(static context => Chat.SendJsonAsync(context, "{\"answer\":\"a\",\"result\":{\"caption\":\"b\"}}"));
        Assert.Equal("{\"answer\":\"a\",\"result\":{\"caption\":\"b\"}}", await AskAsync(gateway, "/nobody"));
        foreach (var (profile, answer) in new[] { ("workflow", "{\"answer\":\"a@\",\"result\":{\"caption\":\"b\"}}"), ("painter", "{\"answer\":\"a\",\"result\":{\"caption\":\"b@\"}}") })
        {
            gateway.Configuration["GbGateway:Defaults:Profile"] = profile;
            gateway.Configuration.Reload();
            Assert.Equal(answer.Replace("@", "\\n\\n（内容由AI生成）", StringComparison.Ordinal), await AskAsync(gateway, "/nobody"));
        }
    }

    private static async Task<TestGateway> StartExampleAsync(Microsoft.AspNetCore.Http.RequestDelegate answer)
    {
        var example = new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.Root, "config", "examples", "own-api.json")).Build();
        var profiles = example.GetSection("GbGateway:Profiles").AsEnumerable().Where(static one => one.Value is not null).Select(static one => (one.Key, one.Value));
        return await TestGateway.StartAsync(answer, [.. profiles, ("GbGateway:Defaults:AigcMember", "false")]);
    }

    private static async Task<string> AskAsync(TestGateway gateway, string path)
    {
        using var response = await gateway.Client.PostAsync(path, new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }
}
