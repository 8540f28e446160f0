using System.Text.Json;
using GbGateway.Configuration;
using GbGateway.Labels;
using GbGateway.Labels.Integrity;
using GbGateway.Labels.Verification;
using GbGateway.Policies;
using GbGateway.Proxy;
using GbGateway.Tests.Ledger;
using GbGateway.Tests.Media;
using GbGateway.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace GbGateway.Tests.Proxy;

/// <summary>What becomes of an upstream's own label, by role (MEA-6); and labels that are signed (PG-202511A).</summary>
public sealed class RoleTests
{
    private const string Other = "001191110102MACQD9K64018705";
    private const string Propagator = "001191000000000000000K20001";
    private static readonly AigcMetadata Theirs = AigcMetadata.ByProducer(Other, "01J0000000000000000000000A") with { ReservedCode1 = "code+1/=" };
    private static readonly string Answer = $$"""{"choices":[{"message":{"content":"正文"},"finish_reason":"stop"}],"AIGC":{{Theirs.ToInnerJson()}}}""";

    [Theory]
    [InlineData("Producer")]
    [InlineData("Propagator")]
    public async Task The_member_of_an_answer_is_replaced_or_propagated(string role)
    {
        await using var gateway = await StartAsync(role, Answer);
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        AigcMetadata.TryParse(System.Text.Encoding.UTF8.GetBytes(json.RootElement.GetProperty("AIGC").GetRawText()), out var label);
        AssertRole(role, label!);
        AigcMetadata.TryParse(System.Text.Encoding.UTF8.GetBytes(string.Concat(response.Headers.GetValues(ResponseHeaders.Metadata))), out var header);
        Assert.Equal(label, header);
    }

    [Theory]
    [InlineData("Producer", 0)]
    [InlineData("Propagator", 0)]
    [InlineData("Producer", 1)]
    [InlineData("Propagator", 1)]
    [InlineData("Producer", 2)]
    [InlineData("Propagator", 2)]
    public async Task A_stream_says_one_label_wherever_the_upstream_put_its_own(string role, int at)
    {
        string[] events = ["\"delta\":{\"content\":\"正\"}", "\"delta\":{\"content\":\"文\"}", "\"delta\":{},\"finish_reason\":\"stop\""];
        var stream = string.Concat(events.Select((one, i) => $"data: {{\"choices\":[{{{one}}}]{(i == at ? ",\"AIGC\":" + Theirs.ToInnerJson() : "")}}}\n\n")) + "data: [DONE]\n\n";
        await using var gateway = await StartAsync(role, stream, "text/event-stream");
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.StreamRequest());
        var report = LabelVerifier.Unpinned.Verify(await response.Content.ReadAsByteArrayAsync(), "a.sse");
        AssertRole(role, Assert.Single(report.Findings).Metadata!);
        Assert.Equal(ExplicitState.Present, report.Explicit);
    }

    [Fact]
    public async Task Where_the_upstream_put_no_label_a_propagator_labels_as_producer()
    {
        await using var gateway = await StartAsync("Propagator", "data: {\"choices\":[{\"delta\":{\"content\":\"正文\"}}]}\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n", "text/event-stream");
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.StreamRequest());
        var label = Assert.Single(LabelVerifier.Unpinned.Verify(await response.Content.ReadAsByteArrayAsync(), "a.sse").Findings).Metadata!;
        Assert.Equal((TestGateway.Producer, TestGateway.Producer), (label.ContentProducer, label.ContentPropagator));
    }

    [Theory]
    [InlineData("Producer")]
    [InlineData("Propagator")]
    public async Task The_label_of_a_picture_is_replaced_or_propagated(string role)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Assert.True(GbGateway.Labels.Media.MediaLabeler.WriteLabels(TestPictures.Make("rgb.png", 200, 120), new LabelOrder { Metadata = Theirs }, output).IsLabelled);
        var picture = output.WrittenSpan.ToArray();
        await using var gateway = await StartAsync(role, context =>
        {
            context.Response.ContentType = "image/png";
            return context.Response.Body.WriteAsync(picture).AsTask();
        });
        using var response = await gateway.Client.GetAsync("/picture.png");
        AssertRole(role, Assert.Single(LabelVerifier.Unpinned.Verify(await response.Content.ReadAsByteArrayAsync(), "a.png").Findings).Metadata!);
    }

    [Fact]
    public async Task Answers_are_signed_with_the_key_of_the_file_and_fit_every_carrier()
    {
        using var directory = new TemporaryDirectory();
        var key = Sm2PrivateKey.Generate();
        var file = Write(directory, key);
        await using var gateway = await StartAsync("Producer", Answer, "application/json", ("GbGateway:Integrity:SigningKeyFile", file));
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        var body = await response.Content.ReadAsByteArrayAsync();
        var finding = Assert.Single(new LabelVerifier(new LabelSignatureVerifier([key.PublicKey])).Verify(body, "a.json").Findings);
        Assert.Equal((SignatureState.ValidPinned, key.PublicKey.KeyID), (finding.Signature.State, finding.Signature.KeyID));
        Assert.Equal(LabelVerdict.Valid, finding.Verdict);
        Assert.Contains("\\\"SecurityData\\\"", finding.Value, StringComparison.Ordinal);
        Assert.True(finding.Value.Length < AigcMetadata.MaxLabelLength);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        foreach (var picture in new[] { TestPictures.Make("rgb.png", 200, 120), TestPictures.Make("420.jpg", 200, 120) })
        {
            output.Clear();
            Assert.True(GbGateway.Labels.Media.MediaLabeler.WriteLabels(picture, new LabelOrder { Metadata = finding.Metadata! }, output).IsLabelled);
            Assert.Equal(finding.Metadata, Assert.Single(LabelVerifier.Unpinned.Verify(output.WrittenSpan, "").Findings).Metadata);
        }
    }

    [Fact]
    public void A_new_key_is_taken_over_and_a_bad_one_is_not()
    {
        using var directory = new TemporaryDirectory();
        Sm2PrivateKey first = Sm2PrivateKey.Generate(), second = Sm2PrivateKey.Generate();
        var file = Write(directory, first);
        using var watch = new SigningKeyWatch(file, TimeProvider.System, NullLogger.Instance);
        Assert.Equal(first.PublicKey.KeyID, watch.Signer.KeyID);
        Write(directory, second);
        watch.Look();
        Assert.Equal(second.PublicKey.KeyID, watch.Signer.KeyID);
        File.WriteAllText(file, "-----BEGIN PRIVATE KEY-----\n");
        watch.Look();
        File.Delete(file);
        watch.Look();
        Assert.Equal(second.PublicKey.KeyID, watch.Signer.KeyID);
    }

    [SkippableFact]
    public void A_key_that_others_may_read_stops_the_start()
    {
        Skip.If(OperatingSystem.IsWindows(), "files have no such modes there");
        using var directory = new TemporaryDirectory();
        var file = Write(directory, Sm2PrivateKey.Generate());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        }
        Assert.Contains("chmod 0400", SigningKeyWatch.FindMistake(file), StringComparison.Ordinal);
        var mistakes = ConfigurationCheck.FindMistakes(TestGateway.Settings(("GbGateway:Upstream", "http://127.0.0.1:1"), ("GbGateway:Integrity:SigningKeyFile", file)));
        Assert.Contains(mistakes, static one => one.Contains("Integrity:SigningKeyFile", StringComparison.Ordinal));
        Assert.DoesNotContain(mistakes, static one => one.Contains("BEGIN", StringComparison.Ordinal));
    }

    private static string Write(TemporaryDirectory directory, Sm2PrivateKey key)
    {
        var file = directory.File("key.pem");
        File.Delete(file);
        File.WriteAllText(file, key.ToPem());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        return file;
    }

    private static void AssertRole(string role, AigcMetadata label)
    {
        Assert.Equal("1", label.Label);
        if (role == "Producer")
        {
            Assert.Equal((TestGateway.Producer, TestGateway.Producer, label.ProduceID, ""), (label.ContentProducer, label.ContentPropagator, label.PropagateID, label.ReservedCode1));
            Assert.NotEqual(Theirs.ProduceID, label.ProduceID);
            return;
        }
        Assert.Equal((Other, Theirs.ProduceID, Theirs.ReservedCode1, Propagator), (label.ContentProducer, label.ProduceID, label.ReservedCode1, label.ContentPropagator));
        Assert.NotEqual(Theirs.PropagateID, label.PropagateID);
    }

    private static Task<TestGateway> StartAsync(string role, string body, string type = "application/json", params (string, string?)[] settings) => StartAsync(role, context =>
    {
        context.Response.ContentType = type;
        return context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body)).AsTask();
    }, settings);

    private static Task<TestGateway> StartAsync(string role, Microsoft.AspNetCore.Http.RequestDelegate answer, params (string, string?)[] settings) =>
        TestGateway.StartAsync(answer, [("GbGateway:Defaults:Role", role), ("GbGateway:Propagator:ContentPropagator", role == "Propagator" ? Propagator : null), .. settings]);
}
