using GbGateway.Configuration;
using GbGateway.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace GbGateway.Tests.Policies;

/// <summary>T22: a reload is accepted whole or not at all.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task A_good_reload_is_in_force_for_the_next_request()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context));
        var before = gateway.Gateway.Policies.Current.Version;
        gateway.Configuration["GbGateway:Defaults:TextWording"] = "【人工智能合成】";
        gateway.Configuration.Reload();
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Contains("【人工智能合成】", await response.Content.ReadAsStringAsync());
        Assert.NotEqual(before, gateway.Gateway.Policies.Current.Version);
        var metrics = await gateway.MetricsAsync();
        Assert.Contains("gbgateway_config_reloads_total{outcome=\"accepted\"} 1", metrics);
        Assert.Contains($"gbgateway_policy_info{{version=\"{gateway.Gateway.Policies.Current.Version}\"}} 1", metrics);
        Assert.DoesNotContain(before, metrics);
    }

    [Fact]
    public async Task A_bad_reload_changes_nothing_and_is_counted()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context));
        var before = gateway.Gateway.Policies.Current;
        gateway.Configuration["GbGateway:Defaults:TextLabel"] = "Middle";
        gateway.Configuration["GbGateway:Upstream"] = "http://127.0.0.1:1";
        gateway.Configuration.Reload();
        Assert.Same(before, gateway.Gateway.Policies.Current);
        using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Contains(Chat.Label, await response.Content.ReadAsStringAsync());
        Assert.Contains("gbgateway_config_reloads_total{outcome=\"refused\"} 1", await gateway.MetricsAsync());
    }

    [Fact]
    public async Task A_watched_file_that_turns_bad_keeps_routes_and_policies_and_a_good_one_replaces_them()
    {
        var file = new FileInfo(Path.GetTempFileName());
        try
        {
            await File.WriteAllTextAsync(file.FullName, Json("http://127.0.0.1:2", "（内容由AI生成）"));
            using var configuration = (ConfigurationRoot)ConfigurationSources.Open(file, []);
            await using var gateway = GatewayServices.Build(configuration, TimeProvider.System, NullLoggerFactory.Instance);
            var refused = Next(gateway, accepted: false);
            await File.WriteAllTextAsync(file.FullName, "{ half a file");
            await refused.WaitAsync(TestGateway.Patience);
            Assert.Equal("（内容由AI生成）", gateway.Policies.Current["default"].Content.TextLabel.Wording);

            var accepted = Next(gateway, accepted: true);
            await File.WriteAllTextAsync(file.FullName, Json("http://127.0.0.1:3", "【AI合成】"));
            await accepted.WaitAsync(TestGateway.Patience);
            Assert.Equal("【AI合成】", gateway.Policies.Current["default"].Content.TextLabel.Wording);
        }
        finally
        {
            file.Delete();
        }
    }

    [Fact]
    public async Task Each_route_has_its_own_policy_over_the_defaults()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context),
            ("ReverseProxy:Routes:plain:ClusterId", "c"), ("ReverseProxy:Routes:plain:Match:Path", "/v1/{**path}"),
            ("ReverseProxy:Routes:quiet:ClusterId", "c"), ("ReverseProxy:Routes:quiet:Match:Path", "/quiet/{**path}"),
            ("GbGateway:Defaults:TextWording", "【AI生成】"),
            ("GbGateway:Routes:quiet:TextLabel", "OutOfBand"));
        using var plain = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        Assert.Contains("你好 world\\n\\n【AI生成】", await plain.Content.ReadAsStringAsync());
        using var quiet = await gateway.Client.PostAsync("/quiet" + Chat.Path, Chat.Request());
        Assert.Contains("\"content\":\"你好 world\"", await quiet.Content.ReadAsStringAsync());
        Assert.Equal("【AI生成】", Uri.UnescapeDataString(quiet.Headers.GetValues("AIGC-Explicit-Label").Single()));
        Assert.Contains("route=\"quiet\"", await gateway.MetricsAsync());
    }

    private static Task Next(Gateway gateway, bool accepted)
    {
        var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Policies.Reloaded += outcome => _ = outcome == accepted && next.TrySetResult();
        return next.Task;
    }

    private static string Json(string upstream, string wording) => $$"""
        { "GbGateway": { "Upstream": "{{upstream}}", "Producer": { "ContentProducer": "{{TestGateway.Producer}}" }, "Defaults": { "TextWording": "{{wording}}" } } }
        """;
}
