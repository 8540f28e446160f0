using System.Net;
using System.Text.Json;
using GbGateway.Demo;
using GbGateway.Labels.Media;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace GbGateway.Tests.Proxy;

/// <summary>T6, T7, T9: pictures on any path, under any name, with any status.</summary>
public sealed class PictureTests
{
    private static readonly byte[] Png = DemoPicture.Paint("png", 320, 200, 0.5);

    [Theory]
    [InlineData("png", "image/png"), InlineData("jpeg", "image/jpeg"), InlineData("webp", "image/webp")]
    [InlineData("png", "text/html"), InlineData("jpeg", "application/octet-stream"), InlineData("webp", "image/png")]
    public async Task A_raw_picture_is_told_by_its_bytes_and_labelled_once(string format, string type)
    {
        var picture = DemoPicture.Paint(format, 320, 200, 0.5);
        await using var gateway = await TestGateway.StartAsync(context => SendAsync(context, picture, type));
        using var response = await gateway.Client.GetAsync("/view?filename=a");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var labelled = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(labelled.Length, response.Content.Headers.ContentLength);
        AssertLabelled(labelled, response);
        Assert.True(DemoPicture.CornerDiffers(picture, labelled));
        Assert.Contains("gbgateway_labels_total{kind=\"image\",outcome=\"labelled\"", await gateway.MetricsAsync());
    }

    [Fact]
    public async Task A_picture_is_labelled_whatever_the_status_says()
    {
        await using var gateway = await TestGateway.StartAsync(static context =>
        {
            context.Response.StatusCode = 500;
            return SendAsync(context, Png, "image/png");
        });
        using var response = await gateway.Client.GetAsync("/view");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        AssertLabelled(await response.Content.ReadAsByteArrayAsync(), response);
    }

    [Fact]
    public async Task A_picture_in_JSON_is_labelled_in_place()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context,
            $$"""{"created":1.0,"data":[{"b64_json":"{{Convert.ToBase64String(Png)}}","revised_prompt":"x"}]}"""));
        using var response = await gateway.Client.PostAsync("/v1/images/generations", Chat.Request());
        var text = await response.Content.ReadAsStringAsync();
        Assert.StartsWith("{\"created\":1.0,", text);
        using var json = JsonDocument.Parse(text);
        AssertLabelled(json.RootElement.GetProperty("data")[0].GetProperty("b64_json").GetBytesFromBase64(), response);
    }

    [Theory]
    [InlineData("GbGateway:Limits:MaxPicturePixels", "2000"), InlineData("GbGateway:Limits:MaxPictureBytes", "1024")]
    public async Task A_picture_over_a_cap_is_refused(string key, string value)
    {
        await using var gateway = await TestGateway.StartAsync(static context => SendAsync(context, Png, "image/png"), (key, value));
        using var response = await gateway.Client.GetAsync("/view");
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("label_unavailable", await response.Content.ReadAsStringAsync());
        Assert.Contains("gbgateway_refusals_total{reason=\"too_large\"} 1", await gateway.MetricsAsync());
    }

    [Fact]
    public async Task A_truncated_picture_or_one_that_is_none_is_refused()
    {
        await using var gateway = await TestGateway.StartAsync(static context =>
            SendAsync(context, context.Request.Path == "/cut" ? Png[..(Png.Length / 2)] : new byte[100], "image/png"));
        Assert.Equal(HttpStatusCode.BadGateway, (await gateway.Client.GetAsync("/cut")).StatusCode);
        Assert.Equal(HttpStatusCode.BadGateway, (await gateway.Client.GetAsync("/none")).StatusCode);
    }

    [Fact]
    public async Task Many_pictures_at_once_pass_a_narrow_gate_and_give_everything_back()
    {
        await using var gateway = await TestGateway.StartAsync(static context => SendAsync(context, Png, "image/png"), ("GbGateway:Limits:MaxPixelsInFlight", "1000000"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => gateway.Client.GetByteArrayAsync("/view")));
        Assert.All(answers, static answer => Assert.NotNull(MediaFormats.Detect(answer)));
        Assert.Contains("gbgateway_pixels_in_flight 0", await gateway.MetricsAsync());
    }

    private static void AssertLabelled(byte[] file, HttpResponseMessage response)
    {
        var found = new List<FoundLabel>();
        MediaFormats.Detect(file.AsSpan(0, MediaFormat.HeadLength))!.FindImplicitLabels(file, found);
        var label = Assert.Single(found).Metadata;
        Assert.Equal(TestGateway.Producer, label?.ContentProducer);
        Assert.Contains(label!.ProduceID, response.Headers.GetValues("AIGC-Metadata").Single());
    }

    private static Task SendAsync(HttpContext context, byte[] body, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }
}
