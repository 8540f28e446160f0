using System.Security.Cryptography;
using System.Text;
using GbGateway.Commands;
using GbGateway.Demo;
using GbGateway.Grants;
using GbGateway.Ledger;
using GbGateway.Ledger.Queries;
using GbGateway.Ledger.Signing;
using GbGateway.Tests.Ledger;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Commands;

/// <summary>What an officer does with the ledger of a gateway that ran.</summary>
public sealed class LedgerCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Folder => _directory.File("ledger");

    private LedgerSettings Settings => new() { Folder = Folder, Sink = "sqlite", Chain = "gateway" };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_sound_ledger_ends_with_0_and_one_that_was_touched_with_1_and_the_bad_record()
    {
        await RunGatewayAsync();
        var (code, said) = await VerifyAsync();
        Assert.Equal(0, code);
        Assert.Contains("sound: records 1 to ", said);
        Assert.Contains("账本完好", said);
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Folder, "ledger.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE entries SET time = time + 1 WHERE sequence = 3";
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }
        (code, said) = await VerifyAsync();
        Assert.Equal(1, code);
        Assert.Contains("NOT SOUND at record 3", said);
    }

    [Fact]
    public async Task A_whole_export_verifies_elsewhere_with_the_pinned_key_alone_and_a_changed_one_does_not()
    {
        await RunGatewayAsync();
        var export = _directory.File("export.jsonl");
        Assert.Equal(0, await Parse("export", "--ledger", Folder, "--out", export));
        Assert.Equal(2, await Parse("export", "--ledger", Folder, "--out", export)); // never over another file
        var elsewhere = new LedgerSettings { Folder = _directory.File("elsewhere"), Sink = "sqlite", Chain = "gateway" };
        var key = Directory.GetFiles(Path.Combine(Folder, "keys")).Single();
        using var said = new StringWriter();
        Assert.Equal(0, await new LedgerVerifyRun(elsewhere, said).RunAsync(new FileInfo(export), [key], null, default));
        File.WriteAllText(export, File.ReadAllText(export).Replace("\"openai-chat\"", "\"openai-chas\"", StringComparison.Ordinal));
        Assert.Equal(1, await new LedgerVerifyRun(elsewhere, said).RunAsync(new FileInfo(export), [key], null, default));
        var stranger = _directory.File("stranger.pem");
        File.WriteAllText(stranger, EcdsaSigningKey.Generate().PublicKey.ToPem());
        Assert.Equal(1, await new LedgerVerifyRun(Settings, said).RunAsync(null, [stranger], null, default));
    }

    [Fact]
    public async Task A_ledger_rolled_back_is_found_by_the_checkpoints_kept_elsewhere()
    {
        await RunGatewayAsync();
        var copy = _directory.File("checkpoints-elsewhere");
        File.Copy(Settings.AnchorPath + ".latest", copy);
        File.Delete(Settings.AnchorPath + ".latest");
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Folder, "ledger.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM entries WHERE sequence >= 3";
            Assert.True(await command.ExecuteNonQueryAsync() > 0);
        }
        Assert.Equal(0, (await VerifyAsync()).Code);
        using var said = new StringWriter();
        Assert.Equal(1, await new LedgerVerifyRun(Settings, said).RunAsync(null, [], new FileInfo(copy), default));
        Assert.Contains("rolled back", said.ToString());
    }

    [Fact]
    public async Task An_answer_is_found_by_its_number_its_digest_its_tenant_and_its_time_and_nothing_else_is()
    {
        var (body, id) = await RunGatewayAsync();
        Assert.Contains(id, await FindAsync(0, new LedgerQuery { ProduceID = id }));
        Assert.Contains(id, await FindAsync(0, new LedgerQuery { ContentHash = SHA256.HashData(body) }));
        Assert.Contains(id, await FindAsync(0, new LedgerQuery { Tenant = "tenant-7", Since = DateTimeOffset.UnixEpoch }));
        Assert.Contains("outcome: Completed", await FindAsync(0, new LedgerQuery { ProduceID = id }));
        await FindAsync(1, new LedgerQuery { ProduceID = "01NOBODY" });
        await FindAsync(1, new LedgerQuery { Until = DateTimeOffset.UnixEpoch });
        Assert.Equal(2, await Parse("find", "--ledger", Folder));
        Assert.Equal(2, await Parse("find", "--ledger", Folder, "--sha256", "12"));
    }

    [Fact]
    public async Task A_picture_that_turns_up_is_found_by_its_label_even_when_its_bytes_have_changed()
    {
        byte[] picture;
        await using (var gateway = await StartAsync(static async context =>
        {
            context.Response.ContentType = "image/png";
            await context.Response.Body.WriteAsync(DemoPicture.Paint("png", 320, 200, 0.5));
        }))
        {
            picture = await gateway.Client.GetByteArrayAsync("/view");
            await gateway.Gateway.StopAsync(default);
        }
        var file = new FileInfo(_directory.File("found.png"));
        await File.WriteAllBytesAsync(file.FullName, picture);
        Assert.Contains("kind: Seal", await FindAsync(0, new LedgerQuery(), file));
        await File.WriteAllBytesAsync(file.FullName, [.. picture, 0]);
        Assert.Contains("kind: Open", await FindAsync(0, new LedgerQuery(), file));
        await File.WriteAllBytesAsync(file.FullName, DemoPicture.Paint("png", 320, 200, 0.5));
        await FindAsync(1, new LedgerQuery(), file);
    }

    [Fact]
    public async Task Where_there_is_no_ledger_nothing_can_be_verified()
    {
        Assert.Equal(2, await Parse("verify", "--ledger", _directory.File("nowhere")));
        Assert.Equal(2, await Parse("purge", "--ledger", _directory.File("nowhere"), "--keep-days", "200"));
        await RunGatewayAsync();
        Assert.Equal(2, await Parse("purge", "--ledger", Folder, "--keep-days", "183")); // T18: not before six months
        Assert.Equal(1, await Parse("purge", "--ledger", Folder, "--keep-days", "184"));
    }

    [Fact]
    public async Task A_grant_made_by_the_command_holds_and_revoked_by_it_does_not()
    {
        var key = _directory.File("grants.key");
        Assert.Equal(0, await GrantCommand.Create().Parse(["key", key]).InvokeAsync());
        Assert.Equal(2, await GrantCommand.Create().Parse(["key", key]).InvokeAsync());
        var register = _directory.File("register");
        string[] create = ["create", "--key", key, "--recipient", "tenant-7", "--agreement", "合同-17", "--register", register, "--expires"];
        var until = (TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(30)).ToString("O");
        Assert.Equal(0, await GrantCommand.Create().Parse([.. create, until]).InvokeAsync());
        Assert.Equal(2, await GrantCommand.Create().Parse([.. create, "2020-01-01"]).InvokeAsync());
        var grant = Assert.Single(GrantRegister.Read(register));
        Assert.Equal(("tenant-7", "合同-17"), (grant.Recipient, grant.Agreement));
        var revocations = _directory.File("revoked");
        Assert.Equal(0, await GrantCommand.Create().Parse(["revoke", grant.ID, "--revocations", revocations, "--reason", "over"]).InvokeAsync());
        Assert.True(GrantRevocations.Read(revocations).Contains(grant.ID));
        Assert.Equal(0, await GrantCommand.Create().Parse(["list", "--register", register, "--revocations", revocations]).InvokeAsync());
    }

    [Fact]
    public async Task Two_gateways_never_write_to_one_folder()
    {
        await using var first = await StartAsync(static context => Chat.SendJsonAsync(context));
        var refused = await Assert.ThrowsAsync<IOException>(() => StartAsync(static context => Chat.SendJsonAsync(context)));
        Assert.Contains("if another gateway writes there", refused.Message);
        using var response = await first.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.True(response.IsSuccessStatusCode);
    }

    private static Task<int> Parse(params string[] arguments) => LedgerCommand.Create().Parse(arguments).InvokeAsync();

    private async Task<(int Code, string Said)> VerifyAsync()
    {
        using var said = new StringWriter();
        return (await new LedgerVerifyRun(Settings, said).RunAsync(null, [], null, default), said.ToString());
    }

    private async Task<string> FindAsync(int code, LedgerQuery query, FileInfo? file = null)
    {
        using var said = new StringWriter();
        Assert.Equal(code, await new LedgerFindRun(Settings, said, json: false).RunAsync(query, file, null, null, default));
        return said.ToString();
    }

    private Task<TestGateway> StartAsync(Microsoft.AspNetCore.Http.RequestDelegate answer) =>
        TestGateway.StartAsync(answer, ("GbGateway:Ledger:Folder", Folder), ("GbGateway:TenantHeader", "X-Tenant"));

    private async Task<(byte[] Body, string ProduceID)> RunGatewayAsync()
    {
        await using var gateway = await StartAsync(static context => Chat.SendJsonAsync(context));
        byte[] body = [];
        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Chat.Path) { Content = Chat.Request(), Headers = { { "X-Tenant", "tenant-7" } } };
            using var response = await gateway.Client.SendAsync(request);
            body = await response.Content.ReadAsByteArrayAsync();
        }
        await gateway.Gateway.StopAsync(default);
        var text = Encoding.UTF8.GetString(body);
        var at = text.IndexOf("\"ProduceID\":\"", StringComparison.Ordinal) + "\"ProduceID\":\"".Length;
        return (body, text.Substring(at, 26));
    }
}
