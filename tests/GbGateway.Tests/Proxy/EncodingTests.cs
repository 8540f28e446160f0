using System.IO.Compression;
using System.Net;
using System.Text;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace GbGateway.Tests.Proxy;

/// <summary>T5: upstreams that encode although identity was asked.</summary>
public sealed class EncodingTests
{
    [Theory]
    [InlineData("gzip"), InlineData("br"), InlineData("deflate"), InlineData("deflate-raw"), InlineData("zstd"), InlineData("gzip, br"), InlineData("identity")]
    public async Task Encoded_answers_are_decoded_and_labelled(string encoding)
    {
        await using var gateway = await TestGateway.StartAsync(context => SendAsync(context, encoding, Encoding.UTF8.GetBytes(Chat.Answer)));
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Empty(response.Content.Headers.ContentEncoding);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains($"你好 world\\n\\n{Chat.Label}", text);
        Assert.Equal(Encoding.UTF8.GetByteCount(text), response.Content.Headers.ContentLength);
    }

    [Theory, InlineData("gzip"), InlineData("br"), InlineData("zstd"), InlineData("deflate")]
    public async Task The_first_event_of_an_encoded_stream_arrives_before_its_end(string encoding)
    {
        var seen = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.ContentEncoding = encoding;
            await using var encoder = Encoder(encoding, context.Response.Body);
            await encoder.WriteAsync(Encoding.UTF8.GetBytes(Chat.Event));
            await encoder.FlushAsync();
            await context.Response.Body.FlushAsync();
            await seen.Task;
            await encoder.WriteAsync(Encoding.UTF8.GetBytes(Chat.End));
        });
        using var response = await Chat.OpenStreamAsync(gateway.Client).WaitAsync(TestGateway.Patience);
        var stream = await response.Content.ReadAsStreamAsync();
        await Chat.ReadUntilAsync(stream, "Hello");
        seen.SetResult();
        var (rest, broken) = await Chat.ReadRestAsync(stream);
        Assert.False(broken);
        Assert.Contains(Chat.Label, rest);
    }

    [Theory]
    [InlineData("exi"), InlineData("gzip, gzip, gzip, gzip")]
    public async Task An_encoding_that_can_not_be_undone_is_refused(string encoding)
    {
        await using var gateway = await TestGateway.StartAsync(context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            return Chat.SendJsonAsync(context);
        });
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Contains("\"label_unavailable\"", await response.Content.ReadAsStringAsync());
    }

    [Theory, InlineData("gzip"), InlineData("br"), InlineData("zstd"), InlineData("deflate")]
    public async Task Garbage_under_an_encoding_is_refused(string encoding)
    {
        await using var gateway = await TestGateway.StartAsync(context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            return Chat.SendJsonAsync(context, "this is not encoded at all, whatever the head says");
        });
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }

    [Theory, InlineData("gzip"), InlineData("br"), InlineData("zstd"), InlineData("gzip, br")]
    public async Task A_bomb_is_refused_by_its_ratio_before_it_fills_memory(string encoding)
    {
        var bomb = new byte[16 << 20];
        bomb.AsSpan().Fill((byte)' ');
        bomb[0] = (byte)'{';
        await using var gateway = await TestGateway.StartAsync(context => SendAsync(context, encoding, bomb));
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("gbgateway_refusals_total{reason=\"encoding\"} 1", await gateway.MetricsAsync());
    }

    private static Task SendAsync(HttpContext context, string encoding, byte[] body)
    {
        context.Response.ContentType = "application/json";
        foreach (var one in encoding.Split(", "))
        {
            var encoded = new MemoryStream();
            using (var encoder = Encoder(one, encoded))
            {
                encoder.Write(body);
            }
            body = encoded.ToArray();
        }
        context.Response.Headers.ContentEncoding = encoding.Replace("-raw", "", StringComparison.Ordinal);
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    private static Stream Encoder(string encoding, Stream target) => encoding switch
    {
        "gzip" => new GZipStream(target, CompressionLevel.SmallestSize, leaveOpen: true),
        "br" => new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true),
        "deflate" => new ZLibStream(target, CompressionLevel.SmallestSize, leaveOpen: true),
        "deflate-raw" => new DeflateStream(target, CompressionLevel.SmallestSize, leaveOpen: true),
        "zstd" => new ZstdSharp.CompressionStream(target, leaveOpen: true),
        _ => new PlainStream(target),
    };

    private sealed class PlainStream(Stream target) : MemoryStream
    {
        protected override void Dispose(bool disposing)
        {
            target.Write(ToArray());
            base.Dispose(disposing);
        }
    }
}
