using System.Net;
using System.Text;
using System.Text.Json;
using GbGateway.Configuration;
using GbGateway.Demo;
using GbGateway.Labels.Media;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace GbGateway.Tests.Proxy;

/// <summary>
/// What users complain about in gateways like this one, by the numbers of the list of complaints; those about filters (2, 4, 6, 9, 10, 14, 15)
/// stand with the filter's tests.
/// </summary>
public sealed class ComplaintTests
{
    private const string Label = "\\n\\n" + Chat.Label;

    [Fact]
    public async Task Complaint_01_A_stream_bypasses_nothing()
    {
        await using var gateway = await TestGateway.StartAsync(static context => SendStreamAsync(context));
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        Assert.Contains(Label, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Complaint_03_Labels_leave_streaming_alone()
    {
        var seen = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            await Chat.SendEventAsync(context);
            await seen.Task; // the upstream goes on only when the client has read the first event
            await Chat.SendEventAsync(context, Chat.Event.Replace("Hello", "World", StringComparison.Ordinal));
            await Chat.SendEventAsync(context, Chat.End);
        });
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        await using var stream = await response.Content.ReadAsStreamAsync();
        Assert.DoesNotContain("World", await Chat.ReadUntilAsync(stream, "Hello"));
        seen.SetResult();
        Assert.Contains("World", (await Chat.ReadRestAsync(stream)).Text);
    }

    [Theory]
    [InlineData("/v1/chat/completions", "{\"choices\":[{\"message\":{\"content\":\"a@\"}}]}")]
    [InlineData("/v1/completions", "{\"choices\":[{\"text\":\"a@\"}]}")]
    [InlineData("/v1/responses", "{\"object\":\"response\",\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"a@\"}]}]}")]
    [InlineData("/v1/messages", "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"a@\"}]}")]
    [InlineData("/v1beta/models/m:generateContent", "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a@\"}]}}]}")]
    [InlineData("/api/generate", "{\"response\":\"a@\",\"done\":true}")]
    public async Task Complaint_05_No_surface_goes_unlabelled_while_the_count_says_success(string path, string answer)
    {
        await using var gateway = await TestGateway.StartAsync(
            context => Chat.SendJsonAsync(context, answer.Replace("@", "", StringComparison.Ordinal)), ("GbGateway:Defaults:AigcMember", "false"));
        using var response = await gateway.Client.PostAsync(path, Chat.Request(",\"stream\":false"));
        Assert.Equal(answer.Replace("@", Label, StringComparison.Ordinal), await response.Content.ReadAsStringAsync());
        Assert.Contains("gbgateway_labels_total{kind=\"text\"", await gateway.MetricsAsync());
    }

    [Fact]
    public async Task Complaint_07_One_tenants_policy_empties_no_streams_of_another()
    {
        await using var gateway = await TestGateway.StartAsync(
            static context => SendStreamAsync(context), ("GbGateway:TenantHeader", "x-tenant"), ("GbGateway:Tenants:a:TextLabel", "OutOfBand"));
        var answers = new Dictionary<string, string>();
        foreach (var tenant in (string[])["a", "b"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Chat.Path) { Content = Chat.StreamRequest() };
            request.Headers.Add("x-tenant", tenant);
            using var response = await gateway.Client.SendAsync(request);
            answers[tenant] = await response.Content.ReadAsStringAsync();
        }
        Assert.All(answers.Values, static answer => Assert.Contains("Hello", answer));
        Assert.DoesNotContain(Label, answers["a"]);
        Assert.Contains(Label, answers["b"]);
    }

    [Fact]
    public async Task Complaint_08_Chinese_is_whole_though_every_byte_comes_alone()
    {
        await using var gateway = await TestGateway.StartAsync(static async context =>
        {
            context.Response.ContentType = "text/event-stream";
            foreach (var one in Encoding.UTF8.GetBytes(Chat.Event.Replace("Hello", "你好，世界🌏", StringComparison.Ordinal) + Chat.End))
            {
                await context.Response.Body.WriteAsync(new[] { one });
                await context.Response.Body.FlushAsync();
            }
        });
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.Contains("\"content\":\"你好，世界🌏\"", answer);
        Assert.DoesNotContain('\uFFFD', answer);
    }

    [Fact]
    public async Task Complaint_11_A_stale_content_length_never_truncates()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context));
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        var answer = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(answer.Length, response.Content.Headers.ContentLength);
        using var json = JsonDocument.Parse(answer);
        Assert.EndsWith(Chat.Label, json.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }

    [Fact]
    public async Task Complaint_12_Proxies_downstream_are_told_not_to_buffer()
    {
        await using var gateway = await TestGateway.StartAsync(static context => SendStreamAsync(context));
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        Assert.Equal("no", Assert.Single(response.Headers.GetValues("X-Accel-Buffering")));
        Assert.True(response.Headers.CacheControl?.NoCache);
    }

    [Fact]
    public async Task Complaint_13_A_long_picture_in_an_answer_delays_no_other_answer()
    {
        var release = new TaskCompletionSource();
        var picture = Convert.ToBase64String(DemoPicture.Paint("png", 640, 400, 0.5));
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            if (context.Request.Path != "/v1/images/generations")
            {
                await Chat.SendJsonAsync(context);
                return;
            }
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($"{{\"data\":[{{\"b64_json\":\"{picture[..(picture.Length / 2)]}");
            await context.Response.Body.FlushAsync();
            await release.Task;
            await context.Response.WriteAsync($"{picture[(picture.Length / 2)..]}\"}}]}}");
        });
        var slow = gateway.Client.PostAsync("/v1/images/generations", Chat.Request());
        using (var quick = await gateway.Client.PostAsync(Chat.Path, Chat.Request()).WaitAsync(TestGateway.Patience))
        {
            Assert.Contains(Chat.Label, await quick.Content.ReadAsStringAsync());
        }
        release.SetResult();
        using var response = await slow;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public void Complaint_16_Silence_of_ten_minutes_is_allowed_not_of_a_hundred_seconds()
    {
        var configuration = TestGateway.Settings(("GbGateway:Upstream", "http://127.0.0.1:1"));
        var accepted = new AcceptedConfiguration();
        accepted.Accept(configuration);
        var proxy = new ConfigurationBuilder().Add(accepted).Build();
        Assert.Equal("00:10:00", proxy[$"ReverseProxy:Clusters:{ConfigurationCheck.DefaultRoute}:HttpRequest:ActivityTimeout"]);
    }

    [Fact]
    public async Task Complaint_17_The_head_leaves_with_the_first_event_long_before_the_end()
    {
        var release = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            await Chat.SendEventAsync(context, ": keep-alive, nothing of the answer is there yet, models think long\n\n");
            await release.Task;
            await Chat.SendEventAsync(context, Chat.End);
        });
        using var response = await Chat.OpenStreamAsync(gateway.Client).WaitAsync(TestGateway.Patience);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        release.SetResult();
        Assert.Contains("[DONE]", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Complaint_18_A_picture_whose_metadata_was_stripped_downstream_still_shows_its_label()
    {
        var picture = DemoPicture.Paint("png", 320, 200, 0.5);
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            context.Response.ContentType = "image/png";
            await context.Response.Body.WriteAsync(picture);
        });
        var labelled = await gateway.Client.GetByteArrayAsync("/view?filename=a.png");
        using var image = NetVips.Image.NewFromBuffer(labelled);
        var stripped = image.PngsaveBuffer(keep: NetVips.Enums.ForeignKeep.None);
        Assert.Equal(-1, stripped.AsSpan().IndexOf("TC260"u8));
        Assert.NotEqual(-1, labelled.AsSpan().IndexOf("TC260"u8));
        Assert.True(DemoPicture.CornerDiffers(picture, stripped));
        Assert.NotNull(MediaFormats.Detect(stripped));
    }

    [Theory]
    [InlineData("reasoning"), InlineData("reasoning_content")]
    public async Task Complaint_19_Thoughts_are_thoughts_under_either_name(string name)
    {
        await using var gateway = await TestGateway.StartAsync(
            async context =>
            {
                await Chat.SendEventAsync(context, Chat.Event.Replace("\"content\":\"Hello\"", $"\"{name}\":\"hm\"", StringComparison.Ordinal));
                await Chat.SendEventAsync(context);
                await Chat.SendEventAsync(context, Chat.End);
            },
            ("GbGateway:Defaults:AigcMember", "false"));
        using var response = await Chat.OpenStreamAsync(gateway.Client);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.Contains($"\"{name}\":\"hm\"", answer);
        Assert.Single(answer.Split(Label)[1..]);
        Assert.True(answer.IndexOf("Hello", StringComparison.Ordinal) < answer.IndexOf(Label, StringComparison.Ordinal));
    }

    private static async Task SendStreamAsync(HttpContext context)
    {
        await Chat.SendEventAsync(context);
        await Chat.SendEventAsync(context, Chat.End);
    }
}
