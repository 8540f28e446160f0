using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GbGateway.Demo;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Verification;
using GbGateway.Tests.Ledger.Writing;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace GbGateway.Tests.Proxy;

/// <summary>T16, T19, T32: nothing labelled leaves without a durable record, and each record says what left.</summary>
public sealed class LedgerTests
{
    private static readonly byte[] Png = DemoPicture.Paint("png", 320, 200, 0.5);
    private static readonly (string, string?) Tenants = ("GbGateway:TenantHeader", "X-Tenant");

    private readonly FaultySink _sink = new();

    public static TheoryData<string> Answers => ["json", "stream", "picture", "picture in JSON", "stream of an unknown path"];

    [Fact]
    public async Task A_JSON_answer_is_opened_and_sealed_with_all_that_is_known()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context), _sink, Tenants);
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat.Path) { Content = Chat.Request(), Headers = { { "X-Tenant", "tenant-7" } } };
        using var response = await gateway.Client.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        await gateway.Gateway.StopAsync(default);
        var open = Assert.Single(_sink.Openings);
        var upstream = new Uri(gateway.Configuration["GbGateway:Upstream"]!).Authority;
        Assert.Equal(("default", "tenant-7", "openai-chat", "m", Chat.Label, upstream, gateway.Gateway.Policies.Current.Version, ""),
            (open.Route, open.Tenant, open.Profile, open.Model, open.Wording, open.UpstreamHost, open.PolicyVersion, open.GrantID));
        Assert.Contains($"\"ProduceID\":\"{open.ProduceID}\"", Encoding.UTF8.GetString(body));
        var seal = Assert.Single(_sink.Sealings);
        Assert.Equal((open.ProduceID, "tenant-7", ItemOutcome.Completed, 200, "text", "json"), (seal.ProduceID, seal.Tenant, seal.Outcome, seal.StatusCode, seal.ContentKind, seal.Format));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(body)), Convert.ToHexString(seal.ContentHash.Span));
        Assert.Equal((Encoding.UTF8.GetByteCount(Chat.Answer), body.Length), (seal.BytesReceived, seal.BytesSent));
        Assert.Equal([new ItemLabel("explicit", "labelled", Chat.Label, "end of the text"), new ItemLabel("implicit", "labelled", "", "header AIGC-Metadata, member AIGC")], seal.Labels);
    }

    [Fact]
    public async Task A_stream_is_sealed_with_the_digest_of_every_byte_that_was_sent()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendEventAsync(context, Chat.Event + Chat.Event + Chat.End), _sink);
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        var body = await response.Content.ReadAsByteArrayAsync();
        await gateway.Gateway.StopAsync(default);
        var seal = Assert.Single(_sink.Sealings);
        Assert.Equal((ItemOutcome.Completed, "sse", (long)body.Length), (seal.Outcome, seal.Format, seal.BytesSent));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(body)), Convert.ToHexString(seal.ContentHash.Span));
    }

    [Fact]
    public async Task A_cut_stream_is_sealed_as_cut_with_its_last_words()
    {
        var seen = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            await Chat.SendEventAsync(context);
            await seen.Task;
            context.Abort();
        }, _sink);
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        var stream = await response.Content.ReadAsStreamAsync();
        var first = await Chat.ReadUntilAsync(stream, "Hello");
        seen.SetResult();
        var (rest, broken) = await Chat.ReadRestAsync(stream);
        Assert.True(broken);
        var text = first + rest;
        await gateway.Gateway.StopAsync(default);
        var seal = Assert.Single(_sink.Sealings);
        Assert.Equal((ItemOutcome.Cut, "upstream_cut"), (seal.Outcome, seal.Reason));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))), Convert.ToHexString(seal.ContentHash.Span));
    }

    [Fact]
    public async Task A_client_that_leaves_is_sealed_as_such()
    {
        var left = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            context.RequestAborted.Register(left.SetResult);
            await Chat.SendEventAsync(context);
            await left.Task;
        }, _sink);
        using (var response = await Chat.OpenStreamAsync(gateway.Client))
        {
            await Chat.ReadUntilAsync(await response.Content.ReadAsStreamAsync(), "Hello");
        }
        await left.Task.WaitAsync(TestGateway.Patience);
        await gateway.Gateway.StopAsync(default);
        Assert.Equal(ItemOutcome.AbortedByClient, Assert.Single(_sink.Sealings).Outcome);
    }

    [Fact]
    public async Task A_picture_is_sealed_with_the_digest_of_the_file()
    {
        await using var gateway = await TestGateway.StartAsync(static context => SendPictureAsync(context), _sink);
        var labelled = await gateway.Client.GetByteArrayAsync("/view");
        await gateway.Gateway.StopAsync(default);
        Assert.Equal(("image", "png"), (Assert.Single(_sink.Openings).ContentKind, _sink.Openings[0].Format));
        var seal = Assert.Single(_sink.Sealings);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(labelled)), Convert.ToHexString(seal.ContentHash.Span));
        Assert.Equal([new ItemLabel("explicit", "labelled", "AI生成", "TopLeft"), new ItemLabel("implicit", "labelled", "", "file metadata")], seal.Labels);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_picture_in_JSON_is_sealed_by_itself_so_that_its_digest_is_found(bool arrivesLong)
    {
        var png = arrivesLong ? Media.TestPictures.Make("rgb.png") : Png;
        var other = Convert.ToBase64String(DemoPicture.Paint("jpeg", 200, 200, 0.3));
        await using var gateway = await TestGateway.StartAsync(context => Chat.SendJsonAsync(context,
            $$"""{"data":[{"b64_json":"{{Convert.ToBase64String(png)}}"},{"b64_json":"{{other}}"}]}"""), _sink);
        using var response = await gateway.Client.PostAsync("/v1/images/generations", Chat.Request());
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        await gateway.Gateway.StopAsync(default);
        var pictures = json.RootElement.GetProperty("data").EnumerateArray().Select(static one => one.GetProperty("b64_json").GetBytesFromBase64()).ToList();
        var parts = _sink.Sealings.Where(static seal => seal.Part > 0).OrderBy(static seal => seal.Part).ToList();
        Assert.Equal(pictures.Select(static picture => Convert.ToHexString(SHA256.HashData(picture))), parts.Select(static seal => Convert.ToHexString(seal.ContentHash.Span)));
        Assert.Equal(pictures.Select(static picture => (long)picture.Length), parts.Select(static seal => seal.BytesSent));
        Assert.Equal(["png", "jpeg"], parts.Select(static seal => seal.Format));
        Assert.Equal("image", Assert.Single(_sink.Sealings, static seal => seal.Part == 0).ContentKind);
    }

    [Theory, MemberData(nameof(Answers))]
    public async Task While_the_ledger_takes_nothing_no_labelled_byte_leaves(string answer)
    {
        _sink.Down = true;
        await using var gateway = await TestGateway.StartAsync(context => AnswerAsync(context, answer), _sink);
        using var response = await AskAsync(gateway, answer);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("1", response.Headers.GetValues("Retry-After").Single());
        Assert.Contains("\"ledger_unavailable\"", body);
        Assert.DoesNotContain("Hello", body);
        Assert.DoesNotContain("world", body);
        Assert.DoesNotContain("AIGC", response.Headers + body);
        Assert.Contains("gbgateway_refusals_total{reason=\"ledger\"} 1", await gateway.MetricsAsync());
        Assert.Empty(_sink.Entries);
    }

    [Theory, MemberData(nameof(Answers))]
    public async Task No_byte_leaves_before_the_record_is_durable(string answer)
    {
        var answered = new TaskCompletionSource();
        _sink.Gate = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            await AnswerAsync(context, answer);
            await context.Response.CompleteAsync();
            answered.TrySetResult();
        }, _sink);
        var asking = AskAsync(gateway, answer);
        await answered.Task.WaitAsync(TestGateway.Patience);
        await _sink.Entered.Task.WaitAsync(TestGateway.Patience);
        Assert.False(asking.IsCompleted, "the head left before the record was durable");
        Assert.Empty(_sink.Openings);
        _sink.Gate.SetResult();
        using var response = await asking.WaitAsync(TestGateway.Patience);
        await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(_sink.Openings);
    }

    [Fact]
    public async Task A_known_API_is_not_asked_while_the_ledger_refuses_and_is_again_when_it_is_back()
    {
        var asked = 0;
        _sink.Down = true;
        await using var gateway = await TestGateway.StartAsync(context =>
        {
            Interlocked.Increment(ref asked);
            return Chat.SendJsonAsync(context);
        }, _sink);
        using (var first = await gateway.Client.PostAsync(Chat.Path, Chat.Request()))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, first.StatusCode);
        }
        var before = Volatile.Read(ref asked);
        using (var second = await gateway.Client.PostAsync(Chat.Path, Chat.Request()))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        }
        Assert.Equal(before, Volatile.Read(ref asked));
        using (var ready = await gateway.Admin.GetAsync("/readyz"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        }
        _sink.Down = false;
        var started = TimeProvider.System.GetTimestamp();
        while ((await gateway.Admin.GetAsync("/readyz")).StatusCode != HttpStatusCode.OK)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TestGateway.Patience, "never ready again");
        }
        using var third = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task A_best_effort_route_answers_without_its_record()
    {
        _sink.Down = true;
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context), _sink, ("GbGateway:Defaults:Ledger", "BestEffort"));
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(Chat.Label, await response.Content.ReadAsStringAsync());
        using var ready = await gateway.Admin.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    [Fact]
    public async Task An_outage_is_bridged_by_the_spool_and_what_was_spooled_follows()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context), _sink);
        for (var i = 0; i < 3; i++)
        {
            _sink.Down = i == 1;
            using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        var started = TimeProvider.System.GetTimestamp();
        while (_sink.Sealings.Count < 3)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TestGateway.Patience, "the spool was never drained");
            await Task.Yield();
        }
        await gateway.Gateway.StopAsync(default);
        Assert.Equal(3, _sink.Openings.Select(static open => open.ProduceID).Intersect(_sink.Sealings.Select(static seal => seal.ProduceID)).Count());
    }

    [Fact]
    public async Task What_is_no_content_needs_no_record()
    {
        _sink.Down = true;
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context, "{\"object\":\"list\",\"data\":[{\"id\":\"m\"}]}"), _sink);
        using var response = await gateway.Client.GetAsync("/v1/models");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory, InlineData("/view?filename=a.png&type=input"), InlineData("/api/view?filename=a.png&type=output&channel=a")]
    public async Task A_users_own_file_and_a_mask_leave_as_they_are_and_are_sealed_as_unlabelled(string path)
    {
        await using var gateway = await TestGateway.StartAsync(static context => SendPictureAsync(context), _sink);
        var sent = await gateway.Client.GetByteArrayAsync(path);
        await gateway.Gateway.StopAsync(default);
        Assert.DoesNotContain("TC260", Encoding.Latin1.GetString(sent));
        Assert.Equal(ItemOutcome.Unlabelled, Assert.Single(_sink.Sealings).Outcome);
    }

    [Theory]
    [InlineData("/view?filename=a.png&type=output"), InlineData("/view?filename=a.png+%5Boutput%5D&type=input"), InlineData("/view?filename=a.png&type=output&type=input")]
    [InlineData("/view?filename=a.png&channel=a&preview=webp"), InlineData("/view?filename=a.png&channel=rgba"), InlineData("/view?type=input"), InlineData("/pictures?filename=a&type=input")]
    public async Task What_only_looks_like_a_users_file_is_labelled(string path)
    {
        await using var gateway = await TestGateway.StartAsync(static context => SendPictureAsync(context), _sink);
        Assert.Contains("TC260", Encoding.Latin1.GetString(await gateway.Client.GetByteArrayAsync(path)));
    }

    [Fact]
    public async Task An_error_of_the_upstream_is_sealed_as_unlabelled()
    {
        await using var gateway = await TestGateway.StartAsync(static context =>
        {
            context.Response.StatusCode = 429;
            return Chat.SendJsonAsync(context, "{\"error\":{\"message\":\"slow down\"}}");
        }, _sink);
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        await gateway.Gateway.StopAsync(default);
        var seal = Assert.Single(_sink.Sealings);
        Assert.Equal((ItemOutcome.Unlabelled, 429), (seal.Outcome, seal.StatusCode));
        Assert.Empty(seal.Labels);
    }

    [Fact]
    public async Task A_refused_answer_is_sealed_with_its_reason()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context, "{\"choices\":["), _sink);
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        await gateway.Gateway.StopAsync(default);
        var seal = Assert.Single(_sink.Sealings);
        Assert.Equal((ItemOutcome.Refused, "malformed"), (seal.Outcome, seal.Reason));
    }

    [Fact]
    public async Task A_blocked_prompt_is_recorded_by_its_rule_and_never_by_its_text()
    {
        var folder = Directory.CreateTempSubdirectory("keywords");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "words.csv"), "entry,id,risk,action\n苹果派,R1,A.1-a,Block\n");
            await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context), _sink, ("GbGateway:Keywords:Folder", folder.FullName));
            using var response = await gateway.Client.PostAsync(Chat.Path, new StringContent("{\"messages\":[{\"role\":\"user\",\"content\":\"苹果派\"}]}", Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            await gateway.Gateway.StopAsync(default);
            var seal = Assert.Single(_sink.Sealings);
            Assert.Equal(ItemOutcome.Refused, seal.Outcome);
            Assert.Equal(["Prompt Block A.1-a R1"], seal.FilterRules);
            Assert.NotEmpty(seal.FilterLibrary);
            Assert.DoesNotContain(_sink.Entries, static entry => entry.Body.Span.IndexOf("苹果派"u8) >= 0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("Authorization", "Bearer sk-canary-0123456789"), InlineData("x-api-key", "sk-canary-0123456789"), InlineData("x-goog-api-key", "sk-canary-0123456789")]
    public async Task A_tenant_without_a_name_is_a_keyed_hash_of_the_API_key_and_never_the_key(string header, string value)
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context), _sink);
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Chat.Path) { Content = Chat.Request() };
            request.Headers.TryAddWithoutValidation(header, value);
            using var response = await gateway.Client.SendAsync(request);
        }
        await gateway.Gateway.StopAsync(default);
        var tenant = Assert.Single(_sink.Openings.Select(static open => open.Tenant).Distinct());
        Assert.Matches("^key-[0-9a-f]{16}$", tenant);
        Assert.DoesNotContain(_sink.Entries, static entry => entry.Body.Span.IndexOf("canary"u8) >= 0);
        Assert.NotEqual("key-" + Convert.ToHexStringLower(SHA256.HashData("sk-canary-0123456789"u8))[..16], tenant);
    }

    [Fact]
    public async Task The_upstreams_own_label_is_kept_in_the_record()
    {
        const string Label = """{"Label":"1","ContentProducer":"Upstream","ProduceID":"U-1","ReservedCode1":"","ContentPropagator":"","PropagateID":"","ReservedCode2":""}""";
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context, Chat.Answer[..^1] + ",\"AIGC\":" + Label + "}"), _sink);
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.DoesNotContain("U-1", await response.Content.ReadAsStringAsync());
        await gateway.Gateway.StopAsync(default);
        Assert.Equal(Label, Assert.Single(_sink.Sealings).UpstreamLabel);
    }

    [Fact]
    public async Task The_embedded_ledger_of_a_run_verifies_with_the_keys_in_its_folder()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context));
        for (var i = 0; i < 20; i++)
        {
            using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        }
        Assert.Contains("gbgateway_ledger_records_total{outcome=\"durable\"}", await gateway.MetricsAsync());
        Assert.Contains("gbgateway_ledger_state{state=\"running\"} 1", await gateway.MetricsAsync());
        await gateway.Gateway.StopAsync(default);
        var settings = new GbGateway.Ledger.LedgerSettings { Folder = gateway.Configuration["GbGateway:Ledger:Folder"]!, Sink = "sqlite", Chain = "gateway" };
        await using var sink = settings.CreateSink();
        var verdict = await new LedgerVerification("gateway", GbGateway.Ledger.LedgerFolder.TrustedKeys(settings)).VerifyAsync(sink.ReadAsync(1, default), [], null, default);
        Assert.Null(verdict.Fault);
        Assert.Equal(0, verdict.Unsigned);
        Assert.True(verdict.Entries >= 40);
    }

    private static Task SendPictureAsync(HttpContext context)
    {
        context.Response.ContentType = "image/png";
        context.Response.ContentLength = Png.Length;
        return context.Response.Body.WriteAsync(Png).AsTask();
    }

    private static Task AnswerAsync(HttpContext context, string answer) => answer switch
    {
        "json" => Chat.SendJsonAsync(context),
        "picture" => SendPictureAsync(context),
        "picture in JSON" => Chat.SendJsonAsync(context, $$"""{"data":[{"b64_json":"{{Convert.ToBase64String(Png)}}"}]}"""),
        _ => Chat.SendEventAsync(context, Chat.Event + Chat.End),
    };

    private static Task<HttpResponseMessage> AskAsync(TestGateway gateway, string answer) => answer switch
    {
        "json" => gateway.Client.PostAsync(Chat.Path, Chat.Request()),
        "picture" => gateway.Client.GetAsync("/view"),
        "picture in JSON" => gateway.Client.PostAsync("/v1/images/generations", Chat.Request()),
        "stream" => Chat.OpenStreamAsync(gateway.Client),
        _ => gateway.Client.PostAsync("/somewhere/else", Chat.StreamRequest()),
    };
}
