using System.Net;
using System.Net.Http.Headers;
using System.Text;
using GbGateway.Configuration;
using GbGateway.Content.Uploads;
using GbGateway.Labels;
using GbGateway.Labels.Verification;
using GbGateway.Ledger.Queries;
using GbGateway.Ledger.Records;
using GbGateway.Proxy;
using GbGateway.Tests.Support;
using GbGateway.Tests.Verification;

namespace GbGateway.Tests.Proxy;

/// <summary>MEA-6: a platform's upload route tags what comes in by metadata, by declaration, by traces.</summary>
public sealed class UploadTests
{
    private const string Other = "001191110102MACQD9K64018705";
    private static readonly AigcMetadata Theirs = AigcMetadata.ByProducer(Other, "01J0000000000000000000000A");
    private static readonly byte[] Picture = LabelledPictures.Png();
    private static readonly byte[] Labelled = LabelledPictures.Png(LabelledPictures.PngInternational(LabelledPictures.XmpElement(Theirs.ToInnerJson())));

    [Fact]
    public async Task A_label_in_the_file_makes_it_generated_and_its_producer_stays()
    {
        var (sent, upload) = await SendAsync("Tag", new ByteArrayContent(Labelled));
        Assert.Contains("label=1;by=metadata", upload);
        Assert.Contains("tag=written", upload);
        var label = Assert.Single(LabelVerifier.Unpinned.Verify(sent, "").Findings).Metadata!;
        Assert.Equal((Other, Theirs.ProduceID, TestGateway.Producer), (label.ContentProducer, label.ProduceID, label.ContentPropagator));
        Assert.Contains($"id={label.PropagateID}", upload);
        Assert.NotEqual(Theirs.PropagateID, label.PropagateID);
    }

    [Fact]
    public async Task A_declaration_makes_it_possibly_generated()
    {
        var content = new ByteArrayContent(Picture);
        content.Headers.Add("AIGC-Declared", "true");
        var (sent, upload) = await SendAsync("Tag", content);
        Assert.Contains("label=2;by=declaration", upload);
        var label = Assert.Single(LabelVerifier.Unpinned.Verify(sent, "").Findings).Metadata!;
        Assert.Equal(("2", "", TestGateway.Producer), (label.Label, label.ContentProducer, label.ContentPropagator));
    }

    [Fact]
    public async Task A_trace_makes_it_suspected()
    {
        var (sent, upload) = await SendAsync("Tag", new ByteArrayContent(LabelledPictures.Png(LabelledPictures.PngText("AIGC", "\"somebody\""))));
        Assert.Contains("label=3;by=traces", upload);
        var label = Assert.Single(LabelVerifier.Unpinned.Verify(sent, "").Findings).Metadata!;
        Assert.Equal("3", label.Label);
        var (_, text) = await SendAsync("Check", new StringContent("正文。\n\n（内容由AI生成）"));
        Assert.Contains("label=3;by=traces", text);
    }

    [Fact]
    public async Task Nothing_speaks_for_it_and_it_passes_unchanged()
    {
        var (sent, upload) = await SendAsync("Tag", new ByteArrayContent(Picture));
        Assert.Contains("label=;by=none", upload);
        Assert.Equal(Picture, sent);
    }

    [Fact]
    public async Task Checking_changes_no_byte()
    {
        var (sent, upload) = await SendAsync("Check", new ByteArrayContent(Labelled));
        Assert.Contains("tag=off", upload);
        Assert.Equal(Labelled, sent);
    }

    [Fact]
    public async Task The_files_of_a_form_are_judged_each_and_its_other_bytes_stay()
    {
        var form = new MultipartFormDataContent("----a-boundary");
        form.Add(new StringContent("hello"), "title");
        form.Add(File(Labelled), "file", "a.png");
        form.Add(new StringContent("yes"), "AIGC-Declared");
        form.Add(File(Picture), "file", "b.png");
        var before = await form.ReadAsByteArrayAsync();
        var (sent, upload) = await SendAsync("Tag", form);
        Assert.Equal(2, upload.Split("file=").Length - 1);
        Assert.Contains("file=0;label=1;by=metadata", upload);
        Assert.Contains("file=1;label=2;by=declaration", upload);
        var (old, now) = (PartsOf(before), PartsOf(sent));
        Assert.Equal(4, now.Count);
        Assert.Equal((Encoding.UTF8.GetString(old[0]), Encoding.UTF8.GetString(old[2])), (Encoding.UTF8.GetString(now[0]), Encoding.UTF8.GetString(now[2])));
        Assert.All([now[1], now[3]], static file => Assert.Equal(TestGateway.Producer, Assert.Single(LabelVerifier.Unpinned.Verify(file, "").Findings).Metadata!.ContentPropagator));
    }

    [Fact]
    public async Task What_cannot_be_judged_is_refused()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context), ("GbGateway:Defaults:Uploads", "Check"), ("GbGateway:Limits:MaxUploadBytes", "1024"));
        using var tooLong = await gateway.Client.PostAsync("/upload", new ByteArrayContent(new byte[1025]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLong.StatusCode);
        var encoded = new ByteArrayContent(Picture) { Headers = { ContentEncoding = { "gzip" } } };
        using var inGzip = await gateway.Client.PostAsync("/upload", encoded);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, inGzip.StatusCode);
        var cut = new ByteArrayContent("--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nabc"u8.ToArray()) { Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b") } };
        using var half = await gateway.Client.PostAsync("/upload", cut);
        Assert.Equal(HttpStatusCode.BadRequest, half.StatusCode);
    }

    [Fact]
    public async Task A_client_does_not_speak_for_the_gateway()
    {
        var content = new ByteArrayContent(Picture);
        content.Headers.Add("AIGC-Upload", "file=0;label=;by=none");
        content.Headers.Add("AIGC-Declared", "1");
        var (_, upload) = await SendAsync("Check", content);
        Assert.Contains("label=2", upload);
        Assert.DoesNotContain("by=none", upload);
    }

    [Fact]
    public async Task The_decision_is_in_the_ledger_and_names_no_file()
    {
        using var directory = new Ledger.TemporaryDirectory();
        var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context, "{}"), ("GbGateway:Defaults:Uploads", "Check"), ("GbGateway:Ledger:Folder", directory.Path));
        var settings = LedgerOptions.Read(gateway.Configuration);
        await using (gateway)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/upload") { Content = new ByteArrayContent(Picture), Headers = { { "AIGC-Declared", "1" } } };
            using var response = await gateway.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        await using var sink = settings.CreateSink();
        var openings = new List<LedgerOpening>();
        await foreach (var entry in sink.FindAsync(new LedgerQuery(), default))
        {
            if (entry.Kind == LedgerEntryKind.Open)
            {
                openings.Add(LedgerOpening.TryRead(entry.Body.Span)!);
            }
        }
        Assert.Equal("2 by declaration", Assert.Single(openings).Decision);
    }

    [Fact]
    public void Cut_and_changed_forms_never_throw()
    {
        byte[] form = [.. "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n"u8, .. Labelled, .. "\r\n--b\r\n\r\nx\r\n--b--\r\n"u8];
        for (var length = 0; length <= form.Length; length++)
        {
            var inspection = new UploadInspection(LabelVerifier.Unpinned, static () => "id", "p", tags: true, "d");
            inspection.InspectParts(form.AsMemory(0, length), "b", isDeclared: false, new System.Buffers.ArrayBufferWriter<byte>(), out var mistake);
            Assert.Equal(length >= form.Length - 2, mistake is null);
        }
    }

    private static ByteArrayContent File(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };

    private static async Task<(byte[] Sent, string Upload)> SendAsync(string uploads, HttpContent content)
    {
        byte[] sent = [];
        var told = "";
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            (sent, told) = (body.ToArray(), context.Request.Headers[ResponseHeaders.Upload].ToString());
            await Chat.SendJsonAsync(context, "{}");
        }, ("GbGateway:Defaults:Uploads", uploads));
        // Headers of the request, whatever content object they were put on.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/upload") { Content = content };
        foreach (var name in new[] { "AIGC-Declared", "AIGC-Upload" })
        {
            if (content.Headers.TryGetValues(name, out var values))
            {
                request.Headers.Add(name, values);
                content.Headers.Remove(name);
            }
        }
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(told, string.Join(", ", response.Headers.GetValues(ResponseHeaders.Upload)));
        return (sent, told);
    }

    private static List<byte[]> PartsOf(byte[] body)
    {
        var list = new List<byte[]>();
        var parts = new MultipartParts(body, "----a-boundary");
        while (parts.MoveNext())
        {
            list.Add(body[parts.Start..parts.End]);
        }
        Assert.True(parts.IsWhole);
        return list;
    }
}
