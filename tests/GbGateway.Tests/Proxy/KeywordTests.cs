using System.Net;
using System.Text;
using System.Text.Json;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Proxy;

/// <summary>Keywords between two real servers: what public gateways were blamed for (threads named at each test).</summary>
public sealed class KeywordTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keywords");

    public KeywordTests() => Write("entry,id,risk,action\n苹果派,R1,A.1-a,Block\n香蕉船,R2,A.2-b,Mask\n");

    public void Dispose() => _folder.Delete(recursive: true);

    // api7/aisix#512, #204
    [Fact]
    public async Task A_block_in_a_stream_is_a_clean_typed_end_and_the_upstream_is_cancelled()
    {
        var cancelled = new TaskCompletionSource();
        await using var gateway = await StartAsync(async context =>
        {
            context.RequestAborted.Register(() => cancelled.TrySetResult());
            await Chat.SendEventAsync(context, Event("前文苹"));
            await Chat.SendEventAsync(context, Event("果派后文"));
            await cancelled.Task.WaitAsync(TestGateway.Patience);
        });
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        var (text, broken) = await Chat.ReadRestAsync(await response.Content.ReadAsStreamAsync());
        Assert.False(broken, "a refusal is no break");
        await cancelled.Task.WaitAsync(TestGateway.Patience);
        Assert.DoesNotContain("苹", text);
        Assert.DoesNotContain("果", text);
        Assert.Contains("\"content_filter\"", text);
        Assert.EndsWith("data: [DONE]\n\n", text);
        Assert.True(text.IndexOf("前文", StringComparison.Ordinal) < text.IndexOf(Chat.Label, StringComparison.Ordinal), text);
        var metrics = await gateway.MetricsAsync();
        Assert.Contains("gbgateway_filter_blocks_total{direction=\"answer\"} 1", metrics);
        Assert.Contains("gbgateway_filter_findings_total{risk=\"A.1-a\",action=\"block\",direction=\"answer\"} 1", metrics);
        Assert.Contains("gbgateway_requests_total{route=\"default\",profile=\"openai-chat\",status=\"2xx\"} 1", metrics);
        Assert.Contains("gbgateway_keyword_entries 2", metrics);
    }

    // api7/aisix#760, cloudflare/cloudflare-docs#22563, higress-group/higress#3158
    [Fact]
    public async Task Observing_adds_no_hold_back_each_event_leaves_before_the_next_comes()
    {
        var next = new SemaphoreSlim(0);
        await using var gateway = await StartAsync(async context =>
        {
            foreach (var piece in (string[])["我要苹", "果", "派"])
            {
                await Chat.SendEventAsync(context, Event(piece));
                await next.WaitAsync(TestGateway.Patience);
            }
            await Chat.SendEventAsync(context, Chat.End);
        }, ("GbGateway:Defaults:KeywordFilter", "Observe"));
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        var stream = await response.Content.ReadAsStreamAsync();
        foreach (var piece in (string[])["我要苹", "\"果\"", "\"派\""])
        {
            await Chat.ReadUntilAsync(stream, piece);
            next.Release();
        }
        var (rest, broken) = await Chat.ReadRestAsync(stream);
        Assert.False(broken);
        Assert.EndsWith("data: [DONE]\n\n", rest);
        Assert.Contains("action=\"observe\",direction=\"answer\"} 1", await gateway.MetricsAsync());
    }

    // What is held back is the tail that may become a word, and no more: the answer never arrives in one burst.
    [Fact]
    public async Task Enforcing_lets_each_event_go_that_begins_no_word()
    {
        var next = new SemaphoreSlim(0);
        await using var gateway = await StartAsync(async context =>
        {
            foreach (var piece in (string[])["一", "二", "三"])
            {
                await Chat.SendEventAsync(context, Event(piece));
                await next.WaitAsync(TestGateway.Patience);
            }
            await Chat.SendEventAsync(context, Chat.End);
        });
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        var stream = await response.Content.ReadAsStreamAsync();
        foreach (var piece in (string[])["一", "二", "三"])
        {
            await Chat.ReadUntilAsync(stream, piece);
            next.Release();
        }
        Assert.False((await Chat.ReadRestAsync(stream)).Broken);
    }

    // envoyproxy/ai-gateway#2391
    [Fact]
    public async Task A_masked_answer_has_the_length_it_has_and_names_its_rule_where_asked_to()
    {
        await using var gateway = await StartAsync(static context => Chat.SendJsonAsync(context, Chat.Answer.Replace("你好", "香蕉船", StringComparison.Ordinal)), ("GbGateway:Defaults:FilterHeader", "true"));
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("\"*** world", text);
        Assert.Equal(Encoding.UTF8.GetByteCount(text), response.Content.Headers.ContentLength);
        Assert.Equal("R2", response.Headers.GetValues("AIGC-Filter").Single());
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"system","content":"x"},{"role":"user","content":"要\u82f9果派"}]}""", "$.error.code")]
    [InlineData("/v1/chat/completions", """{"messages":[{"content":[{"type":"text","text":"苹 果 派"}],"role":"user"}],"stream":true}""", "$.error.code")]
    [InlineData("/v1/messages", """{"messages":[{"role":"user","content":[{"type":"text","text":"苹果派"}]}]}""", "$.error.message")]
    [InlineData("/v1/messages", """{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"苹果派"}]}]}""", "$.error.message")]
    [InlineData("/v1/messages", """{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"苹果派"}]}]}]}""", "$.error.message")]
    [InlineData("/v1/responses", """{"input":"苹果派"}""", "$.code")]
    [InlineData("/v1beta/models/g:generateContent", """{"contents":[{"parts":[{"text":"苹果派"}],"role":"user"}]}""", "$.error.message")]
    [InlineData("/api/generate", """{"prompt":"苹果派"}""", "$.error")]
    public async Task A_blocked_prompt_is_refused_in_the_dialect_and_the_upstream_is_never_asked(string path, string body, string member)
    {
        var asked = 0;
        await using var gateway = await StartAsync(context =>
        {
            Interlocked.Increment(ref asked);
            return Chat.SendJsonAsync(context);
        }, ("GbGateway:Defaults:FilterHeader", "true"));
        using var response = await gateway.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        foreach (var name in member.Split('.').Skip(1))
        {
            answer = answer.GetProperty(name);
        }
        Assert.StartsWith("content_filter", answer.GetString());
        Assert.Equal("R1", response.Headers.GetValues("AIGC-Filter").Single());
        Assert.Equal(0, asked);
        Assert.Contains("gbgateway_filter_blocks_total{direction=\"prompt\"} 1", await gateway.MetricsAsync());
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"system","content":"never say 苹果派"},{"role":"assistant","content":"苹果派"},{"role":"user","content":"好"}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":"香蕉船"}]}""")]
    public async Task What_no_user_wrote_and_what_is_only_masked_reaches_the_upstream_unchanged(string body)
    {
        var received = "";
        await using var gateway = await StartAsync(async context =>
        {
            received = await new StreamReader(context.Request.Body).ReadToEndAsync();
            await Chat.SendJsonAsync(context);
        });
        using var response = await gateway.Client.PostAsync(Chat.Path, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(body, received);
    }

    // T12: a request that two readers may read differently, or that was not read, is not waved through.
    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"a","content":"苹果派"}]}""", null, HttpStatusCode.BadRequest)]
    [InlineData("{", null, HttpStatusCode.BadRequest)]
    [InlineData("""{"messages":[]}""", "gzip", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_prompt_that_can_not_be_read_is_refused_where_keywords_act(string body, string? encoding, HttpStatusCode status)
    {
        await using var gateway = await StartAsync(static context => Chat.SendJsonAsync(context));
        var content = new StringContent(body, Encoding.UTF8, "application/json");
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }
        using var response = await gateway.Client.PostAsync(Chat.Path, content);
        Assert.Equal(status, response.StatusCode);
    }

    // agentgateway/agentgateway#3603, QuantumNous/new-api#5166
    [Fact]
    public async Task A_route_without_a_filter_is_left_alone_by_another_routes()
    {
        await using var gateway = await StartAsync(static context => Chat.SendJsonAsync(context, Chat.Answer.Replace("你好", "香蕉船", StringComparison.Ordinal)),
            ("ReverseProxy:Routes:strict:ClusterId", "c"), ("ReverseProxy:Routes:strict:Match:Path", "/v1/{**path}"),
            ("ReverseProxy:Routes:free:ClusterId", "c"), ("ReverseProxy:Routes:free:Match:Path", "/free/{**path}"),
            ("GbGateway:Routes:free:KeywordFilter", "Off"));
        using var strict = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Contains("*** world", await strict.Content.ReadAsStringAsync());
        using var free = await gateway.Client.PostAsync("/free" + Chat.Path, Chat.Request());
        Assert.Contains("香蕉船 world", await free.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_changed_folder_is_in_force_for_the_next_request_and_an_empty_one_keeps_the_last_good()
    {
        await using var gateway = await StartAsync(static context => Chat.SendJsonAsync(context));
        var folder = gateway.Gateway.Policies.Keywords!;
        Write("# version: 2\nentry,id\nworld,R9\n");
        folder.Look();
        folder.Look();
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Contains("你好 *****", await response.Content.ReadAsStringAsync());
        Write("entry,id\n");
        folder.Look();
        folder.Look();
        folder.Look();
        using var again = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Contains("你好 *****", await again.Content.ReadAsStringAsync());
        var metrics = await gateway.MetricsAsync();
        Assert.Contains("gbgateway_keyword_library_info{version=\"2\"} 1", metrics);
        Assert.Contains("gbgateway_keyword_reloads_total{outcome=\"accepted\"} 1", metrics);
        Assert.Contains("gbgateway_keyword_reloads_total{outcome=\"refused\"} 1", metrics);
    }

    private Task<TestGateway> StartAsync(Microsoft.AspNetCore.Http.RequestDelegate answer, params (string Key, string? Value)[] settings) =>
        TestGateway.StartAsync(answer, [("GbGateway:Keywords:Folder", _folder.FullName), ("GbGateway:Keywords:Interval", "01:00:00"), .. settings]);

    private void Write(string csv) => File.WriteAllText(Path.Combine(_folder.FullName, "words.csv"), csv);

    private static string Event(string text) => Chat.Event.Replace("Hello", text, StringComparison.Ordinal);
}
