using System.IO.Compression;
using System.Text;
using GbGateway.Content;
using GbGateway.Content.History;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Text;
using GbGateway.Proxy;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace GbGateway.Tests.Proxy;

/// <summary>A request arrives byte for byte, but for the labels of answers it brings back.</summary>
public sealed class HistoryTests
{
    private const string Before = """{ "model":"m","seed":12345678901234567890, "messages":[{"role":"user","content":"LABEL"},{"role":"assistant","content":"\u4f60好\n\nLABEL"}] }  """;
    private static readonly string Sent = Before.Replace("LABEL", Chat.Label, StringComparison.Ordinal);
    private static readonly string Stripped = Sent.Replace("好\\n\\n" + Chat.Label, "好", StringComparison.Ordinal);

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_label_that_comes_back_does_not_reach_the_model_and_the_length_is_right(bool chunked)
    {
        var (body, length) = await SendAsync(Encoding.UTF8.GetBytes(Sent), static _ => { }, chunked);
        Assert.Equal(Stripped, Encoding.UTF8.GetString(body));
        Assert.Equal(chunked ? null : body.Length, length);
    }

    [Fact]
    public async Task Wordings_of_other_routes_and_tenants_are_known_too()
    {
        var sent = Before.Replace("LABEL", "本文由人工智能合成", StringComparison.Ordinal);
        var (body, _) = await SendAsync(Encoding.UTF8.GetBytes(sent), static _ => { }, false, ("GbGateway:TenantHeader", "X-Tenant"), ("GbGateway:Tenants:acme:TextWording", "本文由人工智能合成"));
        Assert.Equal(sent.Replace("好\\n\\n本文由人工智能合成", "好", StringComparison.Ordinal), Encoding.UTF8.GetString(body));
    }

    [Theory]
    [InlineData("Content-Digest", "sha-256=:x=:"), InlineData("Content-MD5", "x"), InlineData("Authorization", "TC3-HMAC-SHA256 Credential=a"), InlineData("X-Amz-Content-Sha256", "00")]
    public async Task A_signed_request_arrives_as_it_was_sent(string header, string value)
    {
        var (body, _) = await SendAsync(Encoding.UTF8.GetBytes(Sent), request =>
        {
            if (!request.Headers.TryAddWithoutValidation(header, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(header, value);
            }
        });
        Assert.Equal(Sent, Encoding.UTF8.GetString(body));
    }

    [Theory]
    [InlineData("GbGateway:Defaults:StripLabelFromHistory", "false"), InlineData("GbGateway:Limits:MaxInspectedRequestBytes", "20")]
    public async Task Switched_off_or_too_long_to_inspect_it_arrives_as_it_was_sent(string key, string value)
    {
        var (body, length) = await SendAsync(Encoding.UTF8.GetBytes(Sent), static _ => { }, false, (key, value));
        Assert.Equal(Sent, Encoding.UTF8.GetString(body));
        Assert.Equal(body.Length, length);
    }

    [Fact]
    public async Task An_encoded_request_arrives_as_it_was_sent()
    {
        var encoded = new MemoryStream();
        await using (var gzip = new GZipStream(encoded, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Sent));
        }
        var (body, _) = await SendAsync(encoded.ToArray(), static request => request.Content!.Headers.ContentEncoding.Add("gzip"));
        Assert.Equal(encoded.ToArray(), body);
    }

    [Fact]
    public async Task Wherever_a_request_is_cut_on_its_way_it_arrives_the_same()
    {
        var sent = Encoding.UTF8.GetBytes(Sent);
        for (var cut = 0; cut <= sent.Length; cut++)
        {
            var context = new DefaultHttpContext();
            (context.Request.Method, context.Request.ContentType, context.Request.Body) = ("POST", "application/json", new CutStream(sent, cut));
            var policy = new ContentPolicy { TextLabel = new ExplicitTextLabel(Chat.Label, TextLabelPlacement.End), History = new HistoryLabels([Chat.Label]) };
            using var ahead = await RequestReader.ReadAsync(context, new Exchange(policy, AigcMetadata.ByProducer("a", "1")) { Profile = ApiProfiles.ByPath(Chat.Path) }, 1 << 20);
            var arrived = new MemoryStream();
            await context.Request.Body.CopyToAsync(arrived);
            Assert.Equal(Stripped, Encoding.UTF8.GetString(arrived.ToArray()));
        }
    }

    [Fact]
    public void What_a_request_says_of_its_answer_is_known()
    {
        var facts = ApiProfiles.ByPath(Chat.Path)!.ReadRequest(
            """{"stream":true,"n":3,"tools":[{}],"user":"李雷","response_format":{"type":"text"},"output_format":"webp"}"""u8);
        Assert.Equal((true, 3, true, "李雷", "webp", false), (facts.Stream, facts.Count, facts.Tools, facts.User, facts.ImageFormat, facts.StructuredOutput));
        var none = ApiProfiles.ByPath(Chat.Path)!.ReadRequest("""{"n":-1,"tools":[],"user":7}"""u8);
        Assert.Equal((null, false, null, null), (none.Count, none.Tools, none.User, none.ImageFormat));
    }

    private static async Task<(byte[] Body, long? Length)> SendAsync(byte[] body, Action<HttpRequestMessage> change, bool chunked = false, params (string Key, string? Value)[] settings)
    {
        var arrived = new TaskCompletionSource<(byte[] Body, long? Length)>();
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            var read = new MemoryStream();
            await context.Request.Body.CopyToAsync(read);
            arrived.TrySetResult((read.ToArray(), context.Request.ContentLength));
            await Chat.SendJsonAsync(context);
        }, settings);
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat.Path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = chunked;
        change(request);
        using var response = await gateway.Client.SendAsync(request);
        return await arrived.Task.WaitAsync(TestGateway.Patience);
    }

    private sealed class CutStream(byte[] body, int cut) : ForwardStream
    {
        private int _at;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(buffer.Length, (_at < cut ? cut : body.Length) - _at);
            body.AsMemory(_at, count).CopyTo(buffer);
            _at += count;
            return ValueTask.FromResult(count);
        }
    }
}
