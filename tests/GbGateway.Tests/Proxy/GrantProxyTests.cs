using System.Net;
using GbGateway.Demo;
using GbGateway.Grants;
using GbGateway.Labels.Media;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Signing;
using GbGateway.Tests.Ledger;
using GbGateway.Tests.Ledger.Writing;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace GbGateway.Tests.Proxy;

/// <summary>T15, MEA-9: only a grant that holds leaves the explicit label out; implicit label and record stay.</summary>
public sealed class GrantProxyTests : IDisposable
{
    private const string Recipient = "tenant-7";
    private static readonly byte[] Png = DemoPicture.Paint("png", 320, 200, 0.5);

    private readonly TemporaryDirectory _directory = new();
    private readonly FaultySink _sink = new();

    public GrantProxyTests()
    {
        File.WriteAllText(_directory.File("grants.pem"), LedgerSamples.Key.PublicKey.ToPem());
        File.WriteAllText(_directory.File("revoked"), "GREVOKED # by agreement\n");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Under_a_grant_a_text_has_no_explicit_label_and_the_record_names_recipient_and_agreement()
    {
        await using var gateway = await StartAsync(static context =>
        {
            Assert.False(context.Request.Headers.ContainsKey(GrantTokens.Header), "the grant went to the upstream");
            return Chat.SendJsonAsync(context);
        });
        using var response = await AskAsync(gateway, Token());
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("\"content\":\"你好 world\"", text);
        Assert.DoesNotContain("AI生成", text);
        Assert.Contains("\"AIGC\":{\"Label\":\"1\"", text);
        Assert.StartsWith("{\"AIGC\":{\"Label\":\"1\"", response.Headers.GetValues("AIGC-Metadata").Single());
        Assert.True(response.Headers.CacheControl?.NoStore);
        await gateway.Gateway.StopAsync(default);
        var open = Assert.Single(_sink.Openings);
        Assert.Equal(("G1", Recipient, "合同-17", ""), (open.GrantID, open.GrantRecipient, open.GrantAgreement, open.Wording));
        Assert.Equal(new ItemLabel("explicit", "granted"), Assert.Single(_sink.Sealings).Labels[0]);
    }

    [Fact]
    public async Task Under_a_grant_a_stream_has_no_explicit_label()
    {
        await using var gateway = await StartAsync(static context => Chat.SendEventAsync(context, Chat.Event + Chat.End));
        using var response = await AskAsync(gateway, Token());
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("AI生成", text);
        Assert.Contains("\"AIGC\":{\"Label\":\"1\"", text);
        Assert.EndsWith("data: [DONE]\n\n", text);
    }

    [Fact]
    public async Task Under_a_grant_a_picture_keeps_its_metadata_and_has_no_plate()
    {
        await using var gateway = await StartAsync(static context =>
        {
            context.Response.ContentType = "image/png";
            return context.Response.Body.WriteAsync(Png).AsTask();
        });
        using var response = await AskAsync(gateway, Token());
        var labelled = await response.Content.ReadAsByteArrayAsync();
        Assert.False(DemoPicture.CornerDiffers(Png, labelled));
        var found = new List<FoundLabel>();
        MediaFormats.Detect(labelled.AsSpan(0, MediaFormat.HeadLength))!.FindImplicitLabels(labelled, found);
        Assert.Single(found);
        await gateway.Gateway.StopAsync(default);
        Assert.Equal([new ItemLabel("explicit", "granted"), new ItemLabel("implicit", "labelled", "", "file metadata")], Assert.Single(_sink.Sealings).Labels);
    }

    public static TheoryData<string> Worthless =>
        ["a header alone", "expired", "revoked", "of another recipient", "of an untrusted key", "tampered", "of another route", "twice", "without a tenant"];

    [Theory, MemberData(nameof(Worthless))]
    public async Task Whatever_does_not_hold_changes_nothing(string what)
    {
        await using var gateway = await StartAsync(static context => Chat.SendJsonAsync(context));
        var good = Token();
        string[] tokens = what switch
        {
            "a header alone" => ["true"],
            "expired" => [Token(grant => grant with { NotBefore = grant.NotBefore - TimeSpan.FromDays(20), Expires = grant.NotBefore - TimeSpan.FromDays(1) })],
            "revoked" => [Token(static grant => grant with { ID = "GREVOKED" })],
            "of another recipient" => [Token(static grant => grant with { Recipient = "tenant-8" })],
            "of an untrusted key" => [Token(key: EcdsaSigningKey.Generate())],
            "tampered" => [good[..20] + (good[20] == 'A' ? 'B' : 'A') + good[21..]],
            "of another route" => [Token(static grant => grant with { Routes = ["elsewhere"] })],
            "twice" => [good, good],
            _ => [good],
        };
        using var response = await AskAsync(gateway, tokens, what == "without a tenant" ? null : Recipient);
        Assert.Contains(Chat.Label, await response.Content.ReadAsStringAsync());
        await gateway.Gateway.StopAsync(default);
        Assert.Equal("", Assert.Single(_sink.Openings).GrantID);
    }

    [Fact]
    public async Task A_route_that_admits_none_knows_no_grants()
    {
        await using var gateway = await StartAsync(static context => Chat.SendJsonAsync(context), ("GbGateway:Defaults:AdmitGrants", "false"));
        using var response = await AskAsync(gateway, Token());
        Assert.Contains(Chat.Label, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_grant_revoked_while_the_gateway_runs_holds_no_longer_and_without_the_file_none_does()
    {
        await using var gateway = await StartAsync(static context => Chat.SendJsonAsync(context));
        using (var before = await AskAsync(gateway, Token()))
        {
            Assert.DoesNotContain(Chat.Label, await before.Content.ReadAsStringAsync());
        }
        GrantRevocations.Add(_directory.File("revoked"), "G1", "no longer wanted", TimeProvider.System);
        await UntilLabelledAsync(gateway, Token());
        File.Delete(_directory.File("revoked"));
        await UntilLabelledAsync(gateway, Token(static grant => grant with { ID = "G2" }));
    }

    [Fact]
    public async Task Even_on_a_best_effort_route_nothing_leaves_under_a_grant_without_its_record()
    {
        _sink.Down = true;
        await using var gateway = await StartAsync(static context => Chat.SendJsonAsync(context), ("GbGateway:Defaults:Ledger", "BestEffort"));
        using var response = await AskAsync(gateway, Token());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.DoesNotContain("world", await response.Content.ReadAsStringAsync());
    }

    private static string Token(Func<Grant, Grant>? with = null, SigningKey? key = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var grant = new Grant { ID = "G1", Recipient = Recipient, Agreement = "合同-17", NotBefore = now - TimeSpan.FromMinutes(1), Expires = now + TimeSpan.FromDays(30) };
        return GrantTokens.Issue(with?.Invoke(grant) ?? grant, key ?? LedgerSamples.Key);
    }

    private static Task<HttpResponseMessage> AskAsync(TestGateway gateway, string token) => AskAsync(gateway, [token], Recipient);

    private static Task<HttpResponseMessage> AskAsync(TestGateway gateway, string[] tokens, string? tenant)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Chat.Path) { Content = Chat.Request() };
        foreach (var token in tokens)
        {
            request.Headers.TryAddWithoutValidation(GrantTokens.Header, token);
        }
        if (tenant is not null)
        {
            request.Headers.Add("X-Tenant", tenant);
        }
        return gateway.Client.SendAsync(request);
    }

    // The file is looked at once a second.
    private static async Task UntilLabelledAsync(TestGateway gateway, string token)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var response = await AskAsync(gateway, token);
            if ((await response.Content.ReadAsStringAsync()).Contains(Chat.Label, StringComparison.Ordinal))
            {
                return;
            }
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TestGateway.Patience, "the grant still holds");
        }
    }

    private Task<TestGateway> StartAsync(RequestDelegate answer, params (string Key, string? Value)[] settings) => TestGateway.StartAsync(answer, _sink,
    [
        ("GbGateway:TenantHeader", "X-Tenant"), ("GbGateway:Grants:Keys", _directory.File("grants.pem")), ("GbGateway:Grants:Revocations", _directory.File("revoked")),
        ("GbGateway:Defaults:AdmitGrants", "true"), .. settings,
    ]);
}
