using System.Net;
using System.Text;
using GbGateway.Configuration;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace GbGateway.Tests.Proxy;

/// <summary>What users of public gateways complain about, as far as filters go: the numbers are those of the list of complaints, the threads stand at each test.</summary>
public sealed class FilterComplaintTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keywords");

    public FilterComplaintTests() => Write("10-national", "entry,id,risk,action\n苹果派,R1,A.1-a,Block\n香蕉船,R2,A.2-b,Mask\nass,R3,A.2-i,Mask\n");

    public void Dispose() => _folder.Delete(recursive: true);

    // api7/aisix#204
    [Fact]
    public async Task Complaint_01_stream_true_is_filtered_like_stream_false()
    {
        await using var gateway = await StartAsync(static context => context.Request.Headers.ContainsKey("X-Stream")
            ? SendStreamAsync(context, "吃香蕉船吧")
            : Chat.SendJsonAsync(context, Chat.Answer.Replace("你好 world", "吃香蕉船吧", StringComparison.Ordinal)));
        foreach (var streamed in (bool[])[true, false])
        {
            var text = await AskAsync(gateway, streamed);
            Assert.Contains("吃***吧", text);
            Assert.DoesNotContain("香蕉", text);
        }
    }

    // BerriAI/litellm#41611
    [Fact]
    public async Task Complaint_02_a_word_over_two_or_many_events_is_one_word()
    {
        await using var gateway = await StartAsync(static context => SendStreamAsync(context, "香", "蕉船和香蕉", "\\u8239"));
        var text = await AskAsync(gateway, streamed: true);
        Assert.Contains("***和", text);
        Assert.DoesNotContain("蕉", text);
        Assert.DoesNotContain("8239", text);
    }

    // cloudflare/cloudflare-docs#22563
    [Fact]
    public async Task Complaint_03_an_event_that_begins_no_word_leaves_before_the_next_comes()
    {
        var next = new SemaphoreSlim(0);
        await using var gateway = await StartAsync(async context =>
        {
            foreach (var piece in (string[])["一", "香", "二"])
            {
                await Chat.SendEventAsync(context, Event(piece));
                await next.WaitAsync(TestGateway.Patience);
            }
            await Chat.SendEventAsync(context, Chat.End);
        });
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        var stream = await response.Content.ReadAsStreamAsync();
        await Chat.ReadUntilAsync(stream, "一");
        next.Release();
        await Chat.ReadUntilAsync(stream, "\"content\":\"\""); // may become a word: the event leaves without it
        next.Release();
        await Chat.ReadUntilAsync(stream, "香二");
        next.Release();
        Assert.False((await Chat.ReadRestAsync(stream)).Broken);
    }

    // higress-group/higress#3158
    [Fact]
    public async Task Complaint_04_what_is_held_is_the_tail_that_may_become_a_word_whatever_its_characters_weigh()
    {
        await using var gateway = await StartAsync(static context => SendStreamAsync(context, "😀😀😀香", "😀"));
        var text = await AskAsync(gateway, streamed: true);
        Assert.Contains("\"content\":\"😀😀😀\"", text);
        Assert.Contains("\"content\":\"香😀\"", text);
    }

    // BerriAI/litellm#35257
    [Theory]
    [InlineData("/v1/messages", "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"香蕉船\"}}\n\n")]
    [InlineData("/v1/responses", "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,\"delta\":\"香蕉船\"}\n\n")]
    [InlineData("/v1beta/models/g:streamGenerateContent", "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"香蕉船\"}]},\"index\":0}]}\n\n")]
    [InlineData("/v1/completions", "data: {\"choices\":[{\"text\":\"香蕉船\",\"index\":0,\"finish_reason\":null}]}\n\n")]
    [InlineData("/v1/chat/completions", "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\":\\\"香蕉船\\\"}\"}}]}}]}\n\n")]
    [InlineData("/v1/chat/completions", "data: {\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"香蕉船\"}}]}\n\n")]
    public async Task Complaint_05_no_surface_goes_unscanned_and_the_audit_says_what_was_done(string path, string events)
    {
        await using var gateway = await StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(events);
        });
        using var response = await gateway.Client.PostAsync(path, Chat.StreamRequest());
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("***", text);
        Assert.DoesNotContain("香蕉", text);
        Assert.Contains("gbgateway_filter_findings_total{risk=\"A.2-b\",action=\"mask\",direction=\"answer\"} 1", await gateway.MetricsAsync());
    }

    // api7/aisix#512: the wire itself is the witness.
    [Fact]
    public async Task Complaint_06_no_byte_of_a_blocked_hit_leaves_however_it_is_cut()
    {
        string[] hidden = ["苹果派", "苹 果 派", "\\u82f9果派", "苹\u200b果派", "蘋果派"];
        foreach (var spelling in hidden)
        {
            for (var cut = 1; cut < spelling.Length; cut++)
            {
                if (spelling[..cut].LastIndexOf('\\') is var escape && escape >= 0 && cut - escape < 6)
                {
                    continue; // JSON strings can't be cut inside an escape
                }
                await using var gateway = await StartAsync(context => SendStreamAsync(context, "前文" + spelling[..cut], spelling[cut..] + "后文"));
                var text = await AskAsync(gateway, streamed: true);
                Assert.Contains("前文", text);
                Assert.Contains("content_filter", text);
                foreach (var piece in (string[])["苹", "蘋", "果", "派", "82f9", "后文"])
                {
                    Assert.DoesNotContain(piece, text);
                }
            }
        }
    }

    // agentgateway/agentgateway#3603
    [Fact]
    public async Task Complaint_07_one_tenants_filter_never_touches_anothers_stream()
    {
        await using var gateway = await StartAsync(static context => SendStreamAsync(context, "苹果派"),
            ("GbGateway:TenantHeader", "X-Tenant"), ("GbGateway:Tenants:free:KeywordFilter", "Off"), ("GbGateway:Tenants:watched:KeywordFilter", "Observe"));
        var both = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => AskAsync(gateway, streamed: true, (string[])["free", "watched", "strict"] is var all ? all[i % 3] : "")));
        for (var i = 0; i < both.Length; i++)
        {
            Assert.Equal(i % 3 < 2, both[i].Contains("苹果派", StringComparison.Ordinal));
            Assert.Equal(i % 3 == 2, both[i].Contains("content_filter", StringComparison.Ordinal));
        }
    }

    // api7/aisix#111
    [Fact]
    public async Task Complaint_08_characters_cut_between_packets_are_whole_in_the_answer()
    {
        var events = Encoding.UTF8.GetBytes(Event("汉字😀香蕉船é") + Chat.End);
        await using var gateway = await StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            foreach (var one in events)
            {
                await context.Response.Body.WriteAsync(new[] { one });
                await context.Response.Body.FlushAsync();
            }
        });
        var text = await AskAsync(gateway, streamed: true);
        Assert.Contains("汉字😀***é", text);
        Assert.DoesNotContain("\uFFFD", text);
    }

    // QuantumNous/new-api#6656
    [Fact]
    public async Task Complaint_09_a_word_inside_a_harmless_one_is_none_and_a_refusal_names_its_rule()
    {
        await using var gateway = await StartAsync(static context => Chat.SendJsonAsync(context, Chat.Answer.Replace("你好", "The assistant passes the class", StringComparison.Ordinal)),
            ("GbGateway:Defaults:FilterHeader", "true"));
        Assert.Contains("The assistant passes the class", await AskAsync(gateway, streamed: false));
        using var refused = await gateway.Client.PostAsync(Chat.Path, new StringContent("""{"messages":[{"role":"user","content":"苹果派"}]}""", Encoding.UTF8, "application/json"));
        Assert.Equal("R1", refused.Headers.GetValues("AIGC-Filter").Single());
    }

    // BerriAI/litellm#17517
    [Fact]
    public async Task Complaint_10_every_hit_is_masked_not_the_first()
    {
        await using var gateway = await StartAsync(static context => Chat.SendJsonAsync(context, Chat.Answer.Replace("你好", "香蕉船，香蕉船、香蕉船", StringComparison.Ordinal)));
        Assert.Contains("***，***、*** world", await AskAsync(gateway, streamed: false));
    }

    // envoyproxy/ai-gateway#2391
    [Fact]
    public async Task Complaint_11_the_length_is_that_of_what_is_sent()
    {
        await using var gateway = await StartAsync(static context => Chat.SendJsonAsync(context, Chat.Answer.Replace("你好", "香蕉船", StringComparison.Ordinal)));
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Equal((await response.Content.ReadAsByteArrayAsync()).Length, response.Content.Headers.ContentLength);
    }

    // BerriAI/litellm#29557
    [Fact]
    public async Task Complaint_12_proxies_in_between_are_told_not_to_gather_a_filtered_stream()
    {
        await using var gateway = await StartAsync(static context => SendStreamAsync(context, "好"));
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        Assert.Equal("no", response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.True(response.Headers.CacheControl!.NoCache);
    }

    // api7/aisix#760
    [Fact]
    public async Task Complaint_14_monitor_mode_neither_blocks_nor_delays()
    {
        var next = new SemaphoreSlim(0);
        await using var gateway = await StartAsync(async context =>
        {
            foreach (var piece in (string[])["苹", "果", "派"])
            {
                await Chat.SendEventAsync(context, Event(piece));
                await next.WaitAsync(TestGateway.Patience);
            }
        }, ("GbGateway:Defaults:KeywordFilter", "Observe"));
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        var stream = await response.Content.ReadAsStreamAsync();
        foreach (var piece in (string[])["苹", "果", "派"])
        {
            await Chat.ReadUntilAsync(stream, piece);
            next.Release();
        }
        Assert.False((await Chat.ReadRestAsync(stream)).Broken);
        var metrics = await gateway.MetricsAsync();
        Assert.Contains("gbgateway_filter_findings_total{risk=\"A.1-a\",action=\"observe\",direction=\"answer\"} 1", metrics);
        Assert.Contains("gbgateway_filter_hold_seconds_count 0", metrics);
    }

    // QuantumNous/new-api#5166
    [Fact]
    public async Task Complaint_15_tenants_have_lists_and_tiers_of_their_own_and_each_hit_names_rule_risk_and_action()
    {
        Write("30-acme", "entry,id,risk,action\n葡萄干,ACME-1,A.3-b,\n");
        await using var gateway = await StartAsync(static context => Chat.SendJsonAsync(context, Chat.Answer.Replace("你好", "葡萄干香蕉船", StringComparison.Ordinal)),
            ("GbGateway:TenantHeader", "X-Tenant"), ("GbGateway:Defaults:FilterHeader", "true"), ("GbGateway:Defaults:KeywordLayers", "10-national"),
            ("GbGateway:Tenants:acme:KeywordLayers", "10-national; 30-acme"), ("GbGateway:Tenants:acme:KeywordActions", "Replace"));
        Assert.Contains("[…]*** world", await AskAsync(gateway, streamed: false, "acme"));
        Assert.Contains("葡萄干*** world", await AskAsync(gateway, streamed: false, "other"));
        var metrics = await gateway.MetricsAsync();
        Assert.Contains("gbgateway_filter_findings_total{risk=\"A.3-b\",action=\"replace\",direction=\"answer\"} 1", metrics);
        Assert.Contains("gbgateway_filter_findings_total{risk=\"A.2-b\",action=\"mask\",direction=\"answer\"} 2", metrics);
    }

    // BerriAI/litellm#22573
    [Theory]
    [InlineData("reasoning_content")]
    [InlineData("reasoning")]
    public async Task Complaint_19_reasoning_is_filtered_by_whatever_name_it_goes(string name)
    {
        await using var gateway = await StartAsync(async context =>
        {
            await Chat.SendEventAsync(context, Event("").Replace("\"content\":\"\"", $"\"{name}\":\"香蕉\"", StringComparison.Ordinal));
            await Chat.SendEventAsync(context, Event("").Replace("\"content\":\"\"", $"\"{name}\":\"船\"", StringComparison.Ordinal));
            await Chat.SendEventAsync(context, Chat.End);
        });
        var text = await AskAsync(gateway, streamed: true);
        Assert.Contains($"\"{name}\":\"***\"", text);
        Assert.DoesNotContain("蕉", text);
    }

    // A library whose layer a route names must have it: what it was to find would pass.
    [Fact]
    public async Task A_layer_that_is_not_there_stops_the_start_and_keeps_a_reload_out()
    {
        var mistake = await Assert.ThrowsAsync<ConfigurationException>(() => StartAsync(static context => Chat.SendJsonAsync(context), ("GbGateway:Defaults:KeywordLayers", "30-acme")));
        Assert.Contains("it has 10-national", mistake.Message);
    }

    // Prompts and answers have actions of their own.
    [Fact]
    public async Task A_direction_has_its_own_table_of_actions()
    {
        Write("10-national", "entry,id,risk\n苹果派,R1,A.1-a\n");
        await using var gateway = await StartAsync(static context => Chat.SendJsonAsync(context, Chat.Answer.Replace("你好", "苹果派", StringComparison.Ordinal)),
            ("GbGateway:Defaults:KeywordActions", "Mask"), ("GbGateway:Defaults:PromptActions", "Observe; A.1=Block"));
        Assert.Contains("*** world", await AskAsync(gateway, streamed: false));
        using var refused = await gateway.Client.PostAsync(Chat.Path, new StringContent("""{"messages":[{"role":"user","content":"苹果派"}]}""", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    // A silent upstream and text held back: the client is told that it goes on, by a line that SDKs skip.
    [Fact]
    public async Task A_stream_with_text_held_back_gets_a_comment_in_a_silence_and_its_text_in_the_end()
    {
        var heard = new SemaphoreSlim(0);
        await using var gateway = await StartAsync(async context =>
        {
            await Chat.SendEventAsync(context, Event("甲香"));
            await heard.WaitAsync(TestGateway.Patience);
            await Chat.SendEventAsync(context, Event("乙"));
            await Chat.SendEventAsync(context, Chat.End);
        }, ("GbGateway:Keywords:KeepAlive", "00:00:01"));
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        var stream = await response.Content.ReadAsStreamAsync();
        await Chat.ReadUntilAsync(stream, ": keep-alive\n\n");
        heard.Release();
        var (rest, broken) = await Chat.ReadRestAsync(stream);
        Assert.False(broken);
        Assert.Contains("香乙", rest);
        Assert.EndsWith("data: [DONE]\n\n", rest);
        var metrics = await gateway.MetricsAsync();
        Assert.Contains("gbgateway_filter_hold_seconds_count 1", metrics);
        Assert.DoesNotContain("gbgateway_filter_keepalives_total 0", metrics);
    }

    // T22: what is read anew under load loses no request and no match.
    [Fact]
    public async Task A_library_swapped_under_load_loses_no_request_and_no_match()
    {
        await using var gateway = await StartAsync(static context => SendStreamAsync(context, "甲香", "蕉", "船乙"));
        var library = gateway.Gateway.Policies.Keywords!;
        var stop = false;
        var asking = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var count = 0;
            while (!Volatile.Read(ref stop) || count == 0)
            {
                var text = await AskAsync(gateway, streamed: true);
                Assert.Contains("***乙", text);
                Assert.DoesNotContain("蕉", text);
                Assert.EndsWith("data: [DONE]\n\n", text);
                count++;
            }
            return count;
        })).ToArray();
        for (var version = 0; version < 40; version++)
        {
            Write("10-national", $"# version: v{version}\nentry,id,risk,action\n香蕉船,R2,A.2-b,Mask\n" + string.Concat(Enumerable.Range(0, version).Select(static i => $"无关词语{i},,A.1-b,Block\n")));
            library.Look();
            library.Look();
        }
        Volatile.Write(ref stop, true);
        Assert.All(await Task.WhenAll(asking), static count => Assert.True(count > 0));
        Assert.Contains("gbgateway_keyword_library_info{version=\"v39\"} 1", await gateway.MetricsAsync());
    }

    private static async Task<string> AskAsync(TestGateway gateway, bool streamed, string? tenant = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat.Path) { Content = streamed ? Chat.StreamRequest() : Chat.Request() };
        if (streamed)
        {
            request.Headers.Add("X-Stream", "1");
        }
        if (tenant is not null)
        {
            request.Headers.Add("X-Tenant", tenant);
        }
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task SendStreamAsync(HttpContext context, params string[] pieces)
    {
        foreach (var piece in pieces)
        {
            await Chat.SendEventAsync(context, Event(piece));
        }
        await Chat.SendEventAsync(context, Chat.End);
    }

    private static string Event(string text) => Chat.Event.Replace("Hello", text, StringComparison.Ordinal);

    private Task<TestGateway> StartAsync(RequestDelegate answer, params (string Key, string? Value)[] settings) =>
        TestGateway.StartAsync(answer, [("GbGateway:Keywords:Folder", _folder.FullName), ("GbGateway:Keywords:Interval", "01:00:00"), .. settings]);

    private void Write(string layer, string csv)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, layer));
        File.WriteAllText(Path.Combine(folder.FullName, "words.csv"), csv);
    }
}
