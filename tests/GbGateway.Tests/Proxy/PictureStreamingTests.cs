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

    private static async Task SendInTwoAsync(HttpContext context, byte[] picture, Task seen, bool abort)
    {
        var half = picture.Length / 2;
        context.Response.ContentType = "image/png";
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
