using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using GbGateway.Admin;
using GbGateway.Labels;
using GbGateway.Labels.Verification;
using GbGateway.Tests.Ledger;
using GbGateway.Tests.Support;
using GbGateway.Tests.Verification;
using GbGateway.Verification;
using Microsoft.AspNetCore.Http;

namespace GbGateway.Tests.Admin;

/// <summary>POST /verify: bounded, and guarded where others can reach it (T21).</summary>
public sealed class VerifyEndpointTests
{
    private static readonly AigcMetadata Label = AigcMetadata.ByProducer("001191110102MACQD9K64018705", "01J0000000000000000000000A");
    private static readonly byte[] Labelled = LabelledPictures.Png(LabelledPictures.PngInternational(LabelledPictures.XmpElement(Label.ToInnerJson())));

    [Fact]
    public async Task A_posted_file_gets_its_report()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context));
        using var response = await gateway.Admin.PostAsync("/verify?name=a.png", new ByteArrayContent(Labelled));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var report = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(("a.png", 0, Label.ProduceID), (report.RootElement.GetProperty("name").GetString(), report.RootElement.GetProperty("exitCode").GetInt32(),
            report.RootElement.GetProperty("findings")[0].GetProperty("metadata").GetProperty("produceID").GetString()));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/verify") { Content = new ByteArrayContent(Labelled), Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/plain") } } };
        using var text = await gateway.Admin.SendAsync(request);
        Assert.Contains("合格 fine", await text.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_data_port_has_no_such_endpoint()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context, "{\"from\":\"upstream\"}"));
        using var response = await gateway.Client.PostAsync("/verify", new ByteArrayContent(Labelled));
        Assert.Contains("{\"from\":\"upstream\"}", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_over_the_cap_is_turned_away_whether_or_not_it_says_its_length(bool says)
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context), ("GbGateway:Verify:MaxBytes", "2048"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/verify") { Content = new ByteArrayContent(new byte[2049]) };
        request.Headers.TransferEncodingChunked = says ? null : true;
        using var response = await gateway.Admin.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        using var fits = await gateway.Admin.PostAsync("/verify", new ByteArrayContent(new byte[2048]));
        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
    }

    [Fact]
    public async Task Files_beyond_those_at_work_are_told_to_come_again()
    {
        using var endpoint = new VerifyEndpoint(new FileVerifier(LabelVerifier.Unpinned), new AdminGuard(null, ["http://127.0.0.1:1"]), 1 << 20, concurrency: 1);
        var body = new TaskCompletionSource();
        var first = new DefaultHttpContext { Request = { Body = new WaitingStream(body.Task) } };
        var running = endpoint.AnswerAsync(first);
        var second = new DefaultHttpContext { Request = { Body = new MemoryStream(Labelled) } };
        await endpoint.AnswerAsync(second);
        Assert.Equal((503, "1"), (second.Response.StatusCode, second.Response.Headers.RetryAfter.ToString()));
        body.SetResult();
        await running;
        var third = new DefaultHttpContext { Request = { Body = new MemoryStream(Labelled) } };
        await endpoint.AnswerAsync(third);
        Assert.Equal((200, 200), (first.Response.StatusCode, third.Response.StatusCode));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9464", true)]
    [InlineData("http://localhost:9464", true)]
    [InlineData("http://[::1]:9464", true)]
    [InlineData("http://0.0.0.0:9464", false)]
    [InlineData("http://*:9464", false)]
    [InlineData("http://10.0.0.1:9464", false)]
    public void Without_a_secret_only_the_loopback_is_served(string address, bool isServed) =>
        Assert.Equal(isServed ? null : 403, new AdminGuard(null, ["http://127.0.0.1:1", address]).Refuse(new DefaultHttpContext().Request)?.Status);

    [Fact]
    public void A_secret_is_asked_for_and_may_be_exchanged_while_running()
    {
        using var directory = new TemporaryDirectory();
        string first = new('a', 40), second = new('b', 40);
        var file = directory.File("secret");
        Write(first);
        var guard = new AdminGuard(file, ["http://0.0.0.0:1"]);
        Assert.Equal((401, 401, null), (Ask(""), Ask("Bearer " + second), Ask("Bearer " + first)));
        Write(second + "\n" + first);
        Assert.Equal((null, null), (Ask("bearer " + second), Ask("Bearer " + first)));
        Write(second);
        Assert.Equal((null, 401), (Ask("Bearer " + second), Ask("Bearer " + first)));
        File.Delete(file);
        Assert.Equal(401, Ask("Bearer " + second));

        int? Ask(string authorization) => guard.Refuse(new DefaultHttpContext { Request = { Headers = { Authorization = authorization } } }.Request)?.Status;

        void Write(string text)
        {
            File.WriteAllText(file, text);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
    }

    private sealed class WaitingStream(Task until) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await until;
            return 0;
        }
    }
}
