using GbGateway.Tests.Media;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace GbGateway.Tests.Proxy;

/// <summary>A picture on its way through the real proxy: labelled bytes leave before the upstream has sent its last.</summary>
public sealed class PictureStreamingTests
{
    private static readonly byte[] Png = TestPictures.Make("rgb.png", 640, 640);
    private static readonly byte[] Jpeg = TestPictures.Make("444.jpg", 1024, 1024);

    [Theory]
    [InlineData("png", false), InlineData("png", true), InlineData("jpeg", false), InlineData("jpeg", true)]
    public async Task The_labelled_head_arrives_before_the_upstream_sends_the_tail(string format, bool http2)
    {
        var picture = format == "png" ? Png : Jpeg;
        var seen = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(context => SendInTwoAsync(context, picture, seen.Task, abort: false));
        using var response = await (http2 ? gateway.Http2Client : gateway.Client)
            .GetAsync("/view", HttpCompletionOption.ResponseHeadersRead).WaitAsync(TestGateway.Patience);
        var stream = await response.Content.ReadAsStreamAsync();
        var received = new MemoryStream();
        var buffer = new byte[4096];
        while (received.Length < picture.Length / 3)
        {
            var read = await stream.ReadAsync(buffer).AsTask().WaitAsync(TestGateway.Patience);
            Assert.NotEqual(0, read);
            received.Write(buffer, 0, read);
        }
        seen.SetResult(); // only now does the upstream go on
        await stream.CopyToAsync(received).WaitAsync(TestGateway.Patience);

        var labelled = received.ToArray();
        var label = Assert.Single(Orders.Find(labelled)).Metadata;
        Assert.Equal(TestGateway.Producer, label?.ContentProducer);
        Assert.Contains(label!.ProduceID, response.Headers.GetValues("AIGC-Metadata").Single());
        Assert.Equal(TestPictures.Decode(picture).Width, TestPictures.Decode(labelled).Width);
        Assert.Contains("gbgateway_labels_total{kind=\"image\",outcome=\"labelled\",path=\"surgical\"} 1", await gateway.MetricsAsync());
    }

    [Theory]
    [InlineData("png", false), InlineData("png", true), InlineData("jpeg", false), InlineData("jpeg", true)]
    public async Task An_upstream_that_dies_within_the_tail_leaves_a_broken_response(string format, bool http2)
    {
        var picture = format == "png" ? Png : Jpeg;
        var seen = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(context => SendInTwoAsync(context, picture, seen.Task, abort: true));
        using var response = await (http2 ? gateway.Http2Client : gateway.Client).GetAsync("/view", HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        var stream = await response.Content.ReadAsStreamAsync();
        Assert.NotEqual(0, await stream.ReadAsync(new byte[16]));
        seen.SetResult();
        await Assert.ThrowsAnyAsync<Exception>(() => stream.CopyToAsync(Stream.Null).WaitAsync(TestGateway.Patience));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_picture_in_JSON_arrives_labelled_before_the_upstream_sends_its_rest(bool http2)
    {
        var seen = new TaskCompletionSource();
        var document = System.Text.Encoding.ASCII.GetBytes($$"""{"created":1,"data":[{"b64_json":"{{Convert.ToBase64String(Png)}}"}]}""");
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await SendInTwoAsync(context, document, seen.Task, abort: context.Request.Headers.ContainsKey("X-Die"), "application/json");
        });
        var client = http2 ? gateway.Http2Client : gateway.Client;
        using var response = await OpenAsync(client, dies: false);
        var stream = await response.Content.ReadAsStreamAsync();
        var received = new MemoryStream();
        var buffer = new byte[4096];
        while (received.Length < document.Length / 3)
        {
            var read = await stream.ReadAsync(buffer).AsTask().WaitAsync(TestGateway.Patience);
            Assert.NotEqual(0, read);
            received.Write(buffer, 0, read);
        }
        seen.SetResult();
        await stream.CopyToAsync(received).WaitAsync(TestGateway.Patience);
        using var json = System.Text.Json.JsonDocument.Parse(received.ToArray());
        var labelled = json.RootElement.GetProperty("data")[0].GetProperty("b64_json").GetBytesFromBase64();
        var label = Assert.Single(Orders.Find(labelled)).Metadata;
        Assert.Contains(label!.ProduceID, response.Headers.GetValues("AIGC-Metadata").Single());
        Assert.Equal(label.ProduceID, json.RootElement.GetProperty("AIGC").GetProperty("ProduceID").GetString());

        using var dying = await OpenAsync(client, dies: true);
        dying.EnsureSuccessStatusCode();
        await Assert.ThrowsAnyAsync<Exception>(() => dying.Content.ReadAsByteArrayAsync().WaitAsync(TestGateway.Patience));
    }

    private static Task<HttpResponseMessage> OpenAsync(HttpClient client, bool dies)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/images/generations")
        {
            Content = Chat.Request(),
            Version = client.DefaultRequestVersion,
            VersionPolicy = client.DefaultVersionPolicy,
        };
        if (dies)
        {
            request.Headers.Add("X-Die", "1");
        }
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(TestGateway.Patience);
    }

    [Fact]
    public async Task A_tail_that_turns_out_malformed_breaks_the_response_and_one_that_never_started_is_a_clean_error()
    {
        var twice = Carriers.AddChunk(Carriers.AddChunk(Png, "tIME", new byte[7], "IEND"), "IDAT", new byte[9], "IEND");
        await using var gateway = await TestGateway.StartAsync(context =>
            context.Response.Body.WriteAsync(context.Request.Path == "/twice" ? twice : Png[..70_000]).AsTask());
        using (var response = await gateway.Client.GetAsync("/twice", HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync());
        }
        Assert.Equal(System.Net.HttpStatusCode.BadGateway, (await gateway.Client.GetAsync("/cut")).StatusCode);
    }

    [Fact]
    public async Task An_announced_length_over_the_cap_is_a_clean_error_before_the_body_comes()
    {
        var asked = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(
            async context =>
            {
                context.Response.ContentLength = Png.Length;
                await context.Response.Body.WriteAsync(Png.AsMemory(0, 1000));
                await asked.Task;
            },
            ("GbGateway:Limits:MaxPictureBytes", "200000"));
        using var response = await gateway.Client.GetAsync("/view").WaitAsync(TestGateway.Patience);
        asked.SetResult();
        Assert.Equal(System.Net.HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("MaxPictureBytes", await response.Content.ReadAsStringAsync());
    }

    private static async Task SendInTwoAsync(HttpContext context, byte[] picture, Task seen, bool abort, string type = "image/png")
    {
        var half = picture.Length / 2;
        context.Response.ContentType = type;
        context.Response.ContentLength = picture.Length;
        await context.Response.Body.WriteAsync(picture.AsMemory(0, half));
        await context.Response.Body.FlushAsync();
        await seen;
        if (abort)
        {
            context.Abort();
            return;
        }
        await context.Response.Body.WriteAsync(picture.AsMemory(half));
    }
}
