using System.Net;
using System.Text;
using System.Text.Json;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Proxy;

/// <summary>T-in-1 between two real servers.</summary>
public sealed class OffenderTests : IDisposable
{
    private const string Bad = """{"messages":[{"role":"user","content":"苹果派"}]}""";
    private const string Good = """{"messages":[{"role":"user","content":"好"}]}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keywords");
    private int _asked;

    public OffenderTests() => File.WriteAllText(Path.Combine(_folder.FullName, "w.csv"), "entry,risk,action\n苹果派,A.1-a,Block\n");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task After_three_harmful_prompts_in_a_row_a_user_is_refused_before_the_upstream_and_others_are_not()
    {
        await using var gateway = await StartAsync(("GbGateway:UserHeader", "X-User"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal((HttpStatusCode.BadRequest, "content_filter"), await AskAsync(gateway, Bad, "mallory"));
        }
        Assert.Equal((HttpStatusCode.Forbidden, "user_suspended"), await AskAsync(gateway, Good, "mallory"));
        Assert.Equal(0, _asked);
        Assert.Equal((HttpStatusCode.OK, null), await AskAsync(gateway, Good, "alice"));
        Assert.Equal(1, _asked);
        var metrics = await gateway.MetricsAsync();
        Assert.Contains("gbgateway_offender_prompts_total 3", metrics);
        Assert.Contains("gbgateway_offender_suspensions_total{count=\"in_a_row\"} 1", metrics);
        Assert.Contains("gbgateway_offender_refusals_total 1", metrics);
        Assert.Contains("gbgateway_refusals_total{reason=\"user_suspended\"} 1", metrics);
    }

    [Fact]
    public async Task Users_are_told_apart_by_what_the_request_says_and_each_has_the_count_of_his_own()
    {
        await using var gateway = await StartAsync();
        foreach (var member in (string[])["\"user\":\"u1\"", "\"safety_identifier\":\"u2\"", "\"metadata\":{\"user_id\":\"u3\"}"])
        {
            var (bad, good) = ("{" + member + "," + Bad[1..], "{" + member + "," + Good[1..]);
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(gateway, bad)).Status);
            }
            Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(gateway, good)).Status);
        }
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(gateway, "{\"user\":\"u4\"," + Good[1..])).Status);
    }

    [Fact]
    public async Task A_harmless_prompt_between_ends_the_row()
    {
        await using var gateway = await StartAsync(("GbGateway:UserHeader", "X-User"));
        foreach (var prompt in (string[])[Bad, Bad, Good, Bad, Bad, Good])
        {
            Assert.NotEqual(HttpStatusCode.Forbidden, (await AskAsync(gateway, prompt, "bob")).Status);
        }
        // The fifth of the day.
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(gateway, Bad, "bob")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(gateway, Good, "bob")).Status);
    }

    [Fact]
    public async Task An_old_message_that_is_sent_along_is_refused_but_not_counted_again()
    {
        const string Again = """{"messages":[{"role":"user","content":"苹果派"},{"role":"assistant","content":"no"},{"role":"user","content":"sorry"}]}""";
        await using var gateway = await StartAsync(("GbGateway:UserHeader", "X-User"));
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal((HttpStatusCode.BadRequest, "content_filter"), await AskAsync(gateway, Again, "carol"));
        }
        Assert.Contains("gbgateway_offender_prompts_total 0", await gateway.MetricsAsync());
    }

    [Fact]
    public async Task What_a_tool_brought_is_refused_but_not_the_users_offence()
    {
        const string Brought = """{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"苹果派"},{"type":"text","text":"go on"}]}]}""";
        await using var gateway = await StartAsync(("GbGateway:UserHeader", "X-User"));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal((HttpStatusCode.BadRequest, "content_filter"), await AskAsync(gateway, Brought, "erin"));
        }
        Assert.Contains("gbgateway_offender_prompts_total 0", await gateway.MetricsAsync());
    }

    [Fact]
    public async Task Where_no_policy_asks_for_it_nobody_is_counted()
    {
        await using var gateway = await StartAsync(("GbGateway:UserHeader", "X-User"), ("GbGateway:Defaults:SuspendOffenders", "false"));
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(gateway, Bad, "dave")).Status);
        }
    }

    private static async Task<(HttpStatusCode Status, string? Code)> AskAsync(TestGateway gateway, string body, string? user = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat.Path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (user is not null)
        {
            request.Headers.Add("X-User", user);
        }
        using var response = await gateway.Client.SendAsync(request);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        if (response.StatusCode == HttpStatusCode.Forbidden)
        {
            Assert.InRange(response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        }
        return (response.StatusCode, answer.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : null);
    }

    private Task<TestGateway> StartAsync(params (string Key, string? Value)[] settings) => TestGateway.StartAsync(
        context =>
        {
            Interlocked.Increment(ref _asked);
            return Chat.SendJsonAsync(context);
        },
        [("GbGateway:Keywords:Folder", _folder.FullName), ("GbGateway:Defaults:SuspendOffenders", "true"), .. settings]);
}
