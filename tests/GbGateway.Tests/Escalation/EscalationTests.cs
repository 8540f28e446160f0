using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using GbGateway.Content;
using GbGateway.Content.Filtering;
using GbGateway.Escalation;
using GbGateway.Labels;
using GbGateway.Labels.Text;
using GbGateway.Metrics;
using GbGateway.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace GbGateway.Tests.Escalation;

/// <summary>Notices to people: signed, without the text, never on the path.</summary>
public sealed class EscalationTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes(new string('s', 32));

    [Fact]
    public async Task A_hit_to_escalate_is_told_signed_and_without_its_text_while_the_answer_passes()
    {
        var told = Channel.CreateUnbounded<(string Body, string Signature, string Key)>();
        await using var receiver = await TestServer.StartAsync(async context =>
        {
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            told.Writer.TryWrite((body, context.Request.Headers[WebhookSignature.Header]!, context.Request.Headers["Idempotency-Key"]!));
        });
        using var folder = new Ledger.TemporaryDirectory();
        File.WriteAllText(folder.File("w.csv"), "entry,id,risk,severity,action\n苹果派,R1,A.1-a,high,escalate\n香蕉船,R2,A.2-a,low,observe\n");
        var secret = SecretFile(folder);
        await using var gateway = await TestGateway.StartAsync(
            static context => Chat.SendJsonAsync(context, Chat.Answer.Replace("你好", "苹果派香蕉船", StringComparison.Ordinal)),
            ("GbGateway:Keywords:Folder", folder.Path), ("GbGateway:TenantHeader", "X-Tenant"),
            ("GbGateway:Escalation:Webhook", receiver.Url + "/hook"), ("GbGateway:Escalation:SecretFile", secret));
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat.Path) { Content = Chat.Request() };
        request.Headers.Add("X-Tenant", "acme");
        using var response = await gateway.Client.SendAsync(request);
        Assert.Contains("苹果派香蕉船", await response.Content.ReadAsStringAsync());

        var (body, signature, key) = await told.Reader.ReadAsync().AsTask().WaitAsync(TestGateway.Patience);
        Assert.True(WebhookSignature.Verify(signature, Encoding.UTF8.GetBytes(body), Secret, TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(5)));
        var notice = JsonDocument.Parse(body).RootElement;
        var finding = notice.GetProperty("findings").EnumerateArray().Single();
        Assert.Equal(("R1", "A.1-a", "High", "Answer"), (finding.GetProperty("rule").GetString(), finding.GetProperty("risk").GetString(), finding.GetProperty("severity").GetString(), finding.GetProperty("direction").GetString()));
        Assert.Equal(("acme", "default", "openai-chat"), (notice.GetProperty("tenant").GetString(), notice.GetProperty("route").GetString(), notice.GetProperty("api").GetString()));
        Assert.Equal(key, notice.GetProperty("produceID").GetString());
        Assert.Contains(key, response.Headers.GetValues("AIGC-Metadata").Single());
        Assert.DoesNotContain("苹果", body);
        Assert.DoesNotContain("\\u82f9", body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_receiver_that_hangs_holds_up_no_answer_and_what_does_not_fit_is_counted()
    {
        var asked = new SemaphoreSlim(0);
        var go = new TaskCompletionSource();
        await using var receiver = await TestServer.StartAsync(async _ =>
        {
            asked.Release();
            await go.Task;
        });
        var registry = Prometheus.Metrics.NewCustomRegistry();
        await using (var queue = new EscalationQueue(new EscalationOptions(new Uri(receiver.Url), Secret, 3, TimeSpan.FromSeconds(20)), TimeProvider.System, new FilterMetrics(registry), NullLogger.Instance))
        {
            queue.Offer(Exchange(), "r");
            await asked.WaitAsync(TestGateway.Patience);
            for (var i = 0; i < 10; i++)
            {
                queue.Offer(Exchange(), "r"); // three wait, seven are dropped
            }
            var text = await FiguresAsync(registry);
            Assert.Contains("gbgateway_escalations_total{outcome=\"dropped\"} 7", text);
            Assert.Contains("gbgateway_escalations_waiting 3", text);
            go.SetResult();
        }
        Assert.Contains("gbgateway_escalations_total{outcome=\"sent\"} 4", await FiguresAsync(registry));
    }

    [Fact]
    public async Task What_fails_is_sent_again_under_the_same_key()
    {
        var told = Channel.CreateUnbounded<string>();
        var attempts = 0;
        await using var receiver = await TestServer.StartAsync(context =>
        {
            told.Writer.TryWrite(context.Request.Headers["Idempotency-Key"]!);
            context.Response.StatusCode = ++attempts < 3 ? 503 : 204;
            return Task.CompletedTask;
        });
        var options = new EscalationOptions(new Uri(receiver.Url), Secret, 3, TimeSpan.FromSeconds(20)) { FirstDelay = TimeSpan.FromMilliseconds(1) };
        var registry = Prometheus.Metrics.NewCustomRegistry();
        await using (var queue = new EscalationQueue(options, TimeProvider.System, new FilterMetrics(registry), NullLogger.Instance))
        {
            queue.Offer(Exchange(), "r");
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal("P1", await told.Reader.ReadAsync().AsTask().WaitAsync(TestGateway.Patience));
            }
        }
        Assert.Contains("gbgateway_escalations_total{outcome=\"sent\"} 1", await FiguresAsync(registry));
    }

    [Fact]
    public void A_signature_of_another_body_time_or_secret_is_none()
    {
        var (body, now) = ("{}"u8.ToArray(), DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
        var signature = WebhookSignature.Sign(body, Secret, now);
        var window = TimeSpan.FromMinutes(5);
        Assert.True(WebhookSignature.Verify(signature, body, Secret, now.AddMinutes(4), window));
        Assert.False(WebhookSignature.Verify(signature, "{ }"u8, Secret, now, window));
        Assert.False(WebhookSignature.Verify(signature, body, new byte[32], now, window));
        Assert.False(WebhookSignature.Verify(signature, body, Secret, now.AddMinutes(6), window));
        Assert.False(WebhookSignature.Verify(signature.Replace("t=1", "t=2", StringComparison.Ordinal), body, Secret, now, TimeSpan.MaxValue));
        foreach (var broken in (string[])["", "t=,v1=", "v1=00,t=1", signature + "0", signature[..^1] + "G"])
        {
            Assert.False(WebhookSignature.Verify(broken, body, Secret, now, window));
        }
    }

    private static string SecretFile(Ledger.TemporaryDirectory folder)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, ".secret")).FullName, "secret");
        File.WriteAllText(path, new string('s', 32));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead);
        }
        return path;
    }

    private static Exchange Exchange()
    {
        var set = KeywordSet.Compile([new KeywordLibrary("x", "1", [new KeywordEntry { Text = "苹果派", Action = FilterAction.Escalate }])], FilterActions.MaskAll, DateOnly.MinValue);
        var exchange = new Exchange(new ContentPolicy { TextLabel = new ExplicitTextLabel(ExplicitTextLabel.DefaultWording, TextLabelPlacement.End), Keywords = set }, AigcMetadata.ByProducer("TEST", "P1"));
        using var filter = new TextFilter(set);
        filter.Push(Encoding.UTF8.GetBytes("苹果派"), new System.Buffers.ArrayBufferWriter<byte>());
        exchange.Note(FilterDirection.Answer, filter.Flush(new System.Buffers.ArrayBufferWriter<byte>()), blocked: false);
        return exchange;
    }

    private static async Task<string> FiguresAsync(CollectorRegistry registry)
    {
        var text = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(text);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
