using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Admin;

/// <summary>T21: the admin listener and the data listener have nothing in common.</summary>
public sealed class AdminEndpointsTests
{
    [Theory, InlineData("/metrics"), InlineData("/healthz"), InlineData("/readyz"), InlineData("/a/../metrics"), InlineData("//metrics"), InlineData("/%6detrics")]
    public async Task No_path_on_the_data_port_reaches_the_admin_endpoints(string path)
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context, "{\"from\":\"upstream\"}"));
        var adminPort = gateway.Admin.BaseAddress!.Port;
        var text = await GetRawAsync(gateway.Client.BaseAddress!.Port, path, $"127.0.0.1:{adminPort}");
        Assert.Contains("{\"from\":\"upstream\"}", text);
    }

    [Theory, InlineData("/"), InlineData(Chat.Path), InlineData("/metrics/x"), InlineData("/Metrics")]
    public async Task The_admin_port_forwards_nothing(string path)
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context, "{\"from\":\"upstream\"}"));
        using var response = await gateway.Admin.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Metrics_read_as_Prometheus_text()
    {
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context));
        using var answer = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        await answer.Content.ReadAsByteArrayAsync();
        using var response = await gateway.Admin.GetAsync("/metrics");
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("gbgateway_labels_total{kind=\"text\",outcome=\"labelled\",path=\"inline\"} 1", text);
        Assert.Contains("gbgateway_label_seconds_count 1", text);
    }

    [SkippableFact]
    public async Task Promtool_finds_nothing_to_say_about_the_metrics()
    {
        Skip.IfNot(File.Exists("/usr/bin/promtool"), "promtool is not installed");
        await using var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context));
        using var answer = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
        using var promtool = Process.Start(new ProcessStartInfo("/usr/bin/promtool", "check metrics") { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        await promtool.StandardInput.WriteAsync(await gateway.MetricsAsync());
        promtool.StandardInput.Close();
        var said = await promtool.StandardError.ReadToEndAsync() + await promtool.StandardOutput.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        Assert.True(promtool.ExitCode == 0, said);
    }

    [Fact]
    public async Task A_port_in_use_is_told_with_its_key()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var failure = await Assert.ThrowsAsync<IOException>(() => TestGateway.StartAsync(static context => Chat.SendJsonAsync(context),
            ("GbGateway:Urls", $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}")));
        Assert.Contains("GbGateway:Urls", failure.Message);
    }

    private static async Task<string> GetRawAsync(int port, string path, string host)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        return (await Chat.ReadRestAsync(stream)).Text;
    }
}
