using System.Net;
using System.Text;
using GbGateway.Configuration;
using GbGateway.Content;
using GbGateway.Proxy;
using GbGateway.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace GbGateway.Tests.Proxy;

/// <summary>T4, T19: whose request it is, told without ever keeping a key.</summary>
public sealed class TenantTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes(new string('s', 32));

    [Theory]
    [InlineData("Authorization", "Bearer sk-1"), InlineData("authorization", "bearer  sk-1 "), InlineData("x-api-key", "sk-1"), InlineData("api-key", "sk-1"), InlineData("x-goog-api-key", "sk-1")]
    public void An_API_key_tells_the_tenant_wherever_it_stands_and_never_shows(string header, string value)
    {
        var tenant = Read(new TenantReader(null, null, Secret), (header, value));
        Assert.Equal(Read(new TenantReader(null, null, Secret), ("x-api-key", "sk-1")), tenant);
        Assert.Matches("^key-[0-9a-f]{16}$", tenant!.Id);
        Assert.NotEqual(tenant, Read(new TenantReader(null, null, Secret), ("x-api-key", "sk-2")));
        Assert.NotEqual(tenant, Read(new TenantReader(null, null, new byte[32]), ("x-api-key", "sk-1")));
    }

    [Fact]
    public void A_key_in_the_query_tells_the_tenant_where_no_header_does()
    {
        var reader = new TenantReader(null, null, Secret);
        var query = new QueryCollection(new Dictionary<string, StringValues> { ["key"] = "sk-1" });
        Assert.True(reader.TryRead(new HeaderDictionary(), query, out var asked));
        Assert.Equal(Read(reader, ("x-goog-api-key", "sk-1")), asked);
        Assert.True(reader.TryRead(new HeaderDictionary { ["x-api-key"] = "sk-2" }, query, out var headed));
        Assert.Equal(Read(reader, ("x-api-key", "sk-2")), headed);
    }

    [Theory]
    [InlineData("Authorization", "Basic YTpi"), InlineData("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30."), InlineData("Authorization", "Bearer "), InlineData("x-other", "sk-1")]
    public void What_does_not_last_or_is_no_key_tells_nothing(string header, string value) =>
        Assert.Equal(Tenant.None, Read(new TenantReader(null, null, Secret), (header, value)));

    [Fact]
    public void The_header_wins_over_the_key_and_the_user_is_a_hash()
    {
        var tenant = Read(new TenantReader("X-Tenant", "X-User", Secret), ("x-tenant", "acme"), ("x-api-key", "sk-1"), ("x-user", "李雷"));
        Assert.Equal("acme", tenant!.Id);
        Assert.Matches("^user-[0-9a-f]{16}$", tenant.User);
    }

    [Theory, InlineData("a b"), InlineData(""), InlineData("租户"), InlineData("key-0123456789abcdef"), InlineData("a:b"), InlineData("a,b")]
    public void A_header_that_is_no_name_tells_no_tenant(string name) =>
        Assert.Null(Read(new TenantReader("X-Tenant", null, Secret), ("X-Tenant", name)));

    [Fact]
    public async Task A_tenant_named_twice_is_refused_before_the_upstream_is_asked()
    {
        var asked = false;
        await using var gateway = await TestGateway.StartAsync(context =>
        {
            asked = true;
            return Chat.SendJsonAsync(context);
        }, ("GbGateway:TenantHeader", "X-Tenant"));
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat.Path) { Content = Chat.Request() };
        request.Headers.Add("X-Tenant", ["acme", "other"]);
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith("{\"error\":", await response.Content.ReadAsStringAsync());
        Assert.False(asked);
    }

    [Fact]
    public async Task Policies_differ_by_tenant_over_those_of_the_route()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context),
            ("GbGateway:TenantHeader", "X-Tenant"), ("GbGateway:Routes:default:TextWording", "AI生成"), ("GbGateway:Tenants:acme:TextWording", "本文由人工智能合成"));
        Assert.Contains("本文由人工智能合成", await AskAsync("acme"));
        Assert.Contains("本文由人工智能合成", await AskAsync("ACME"));
        Assert.Contains("world\\n\\nAI生成", await AskAsync("other"));
        Assert.Contains("world\\n\\nAI生成", await AskAsync(null));

        async Task<string> AskAsync(string? tenant)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Chat.Path) { Content = Chat.Request() };
            if (tenant is not null)
            {
                request.Headers.Add("X-Tenant", tenant);
            }
            using var response = await gateway.Client.SendAsync(request);
            return await response.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public void Tenants_nobody_can_be_told_by_are_mistakes_of_the_operator()
    {
        var mistakes = ConfigurationCheck.FindMistakes(TestGateway.Settings(
            ("GbGateway:Upstream", "http://a"), ("GbGateway:TenantKeyFile", "/nowhere/key"),
            ("GbGateway:Tenants:acme:TextLabel", "Start"), ("GbGateway:Tenants:a b:TextLabel", "Start"), ("GbGateway:Tenants:acme:TextLable", "Start")));
        Assert.Contains(mistakes, static one => one.Contains("Tenants:acme can't be told", StringComparison.Ordinal));
        Assert.Contains(mistakes, static one => one.Contains("Tenants:a b is no name", StringComparison.Ordinal));
        Assert.Contains(mistakes, static one => one.Contains("did you mean TextLabel?", StringComparison.Ordinal));
        Assert.Contains(mistakes, static one => one.Contains("no such file", StringComparison.Ordinal));
        Assert.Contains("TenantKeyFile is not set", Assert.Single(ConfigurationCheck.FindMistakes(TestGateway.Settings(
            ("GbGateway:Upstream", "http://a"), ("GbGateway:Tenants:key-0123456789abcdef:TextLabel", "Start")))));
    }

    [SkippableFact]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Interoperability", "CA1416", Justification = "skipped on Windows")]
    public void A_secret_file_is_long_enough_and_its_owners_alone()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such file modes");
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "short\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Assert.Contains("at least 32", SecretFile.FindMistake(file));
            File.WriteAllText(file, $"{new string('a', 32)}\n{new string('b', 40)}\n");
            Assert.Null(SecretFile.FindMistake(file));
            Assert.Equal([32, 40], SecretFile.Read(file).Select(static one => one.Length));
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            Assert.Contains("chmod 0400", SecretFile.FindMistake(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Tenant? Read(TenantReader reader, params (string Name, string Value)[] headers)
    {
        var all = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            all[name] = value;
        }
        reader.TryRead(all, new QueryCollection(), out var tenant);
        return tenant;
    }
}
