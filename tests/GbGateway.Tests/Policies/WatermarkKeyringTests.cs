using GbGateway.Configuration;
using GbGateway.Demo;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Labels.Watermark;
using GbGateway.Metrics;
using GbGateway.Policies;
using GbGateway.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace GbGateway.Tests.Policies;

/// <summary>Keys of the watermark: read from a secret file or a variable, rotated while running, never repeated in a message.</summary>
public sealed class WatermarkKeyringTests : IDisposable
{
    private const string First = "1:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private const string Second = "2:8f1e2d3c4b5a69788796a5b4c3d2e1f08f1e2d3c4b5a69788796a5b4c3d2e1f0";

    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("watermark").FullName, "keys");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Fact]
    public void On_without_a_key_is_a_mistake_that_names_key_route_and_what_is_allowed()
    {
        var mistake = Assert.Single(ConfigurationCheck.FindMistakes(TestGateway.Settings(("GbGateway:Upstream", "http://a"), ("GbGateway:Defaults:Watermark", "On"))));

        Assert.Contains("GbGateway:Watermark:Keys is not set", mistake);
        Assert.Contains("route \"default\" has Watermark = \"On\"", mistake);
        Assert.Contains("a secret file", mistake);
        Assert.Contains("env:NAME", mistake);
    }

    [Fact]
    public void A_secret_in_place_of_a_reference_is_a_mistake_that_does_not_repeat_it()
    {
        var mistake = Assert.Single(ConfigurationCheck.FindMistakes(TestGateway.Settings(("GbGateway:Upstream", "http://a"), ("GbGateway:Watermark:Keys", First))));

        Assert.Contains("looks like a secret itself", mistake);
        Assert.DoesNotContain("0011223344", mistake);
    }

    [Fact]
    public void A_file_with_mistakes_names_them_all_and_no_secret()
    {
        Write("1:tooshort", "9999:00112233445566778899aabbccddeeff", "3:00000000000000000000000000000000");
        var mistakes = Assert.Throws<ConfigurationException>(() => Open());

        Assert.Equal(3, mistakes.Mistakes.Count);
        Assert.All(mistakes.Mistakes, mistake => Assert.Contains($"GbGateway:Watermark:Keys = \"{_file}\": line", mistake));
        Assert.DoesNotContain("tooshort", mistakes.Message);
        Assert.DoesNotContain("00112233", mistakes.Message);
    }

    [SkippableFact]
    public void A_file_that_others_may_read_is_refused()
    {
        Skip.If(OperatingSystem.IsWindows(), "there are no modes of files there");
        Write(First);
        SetMode(UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains("chmod 0400", Assert.Throws<ConfigurationException>(() => Open()).Message);

        SetMode(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead); // as secrets are mounted
        Open().Dispose();
    }

    [Fact]
    public void A_variable_holds_keys_as_well()
    {
        Environment.SetEnvironmentVariable("WATERMARK_KEYRING_TEST", $"{Second};{First}");
        using var ring = Open("env:WATERMARK_KEYRING_TEST");

        Assert.Equal([2, 1], ring.Current.All.Select(static key => key.Id));
        Assert.Contains("WATERMARK_KEYRING_NONE is not set", Assert.Throws<ConfigurationException>(() => Open("env:WATERMARK_KEYRING_NONE")).Message);
    }

    [Fact]
    public void A_rotation_is_taken_over_and_a_broken_file_is_not()
    {
        Write(First);
        var metrics = new GatewayMetrics(new CollectorRegistry());
        using var ring = Open(metrics: metrics);
        var changes = 0;
        ring.Changed += () => changes++;
        ring.Look();
        Assert.Equal(0, changes);

        Write(Second, First);
        ring.Look();
        Assert.Equal((1, 2), (changes, ring.Current.Active.Id));
        Assert.NotNull(ring.Current.Find(1));

        Write("nothing of use");
        ring.Look();
        ring.Look();
        Assert.Equal((1, 2), (changes, ring.Current.Active.Id));
        File.Delete(_file);
        ring.Look();
        Assert.Equal((1, 2), (changes, ring.Current.Active.Id));
    }

    [Fact]
    public void A_route_marks_with_the_key_it_names_and_a_number_without_key_is_a_mistake()
    {
        Write(First, Second);
        using var ring = Open();
        var configuration = TestGateway.Settings(("GbGateway:Upstream", "http://a"), ("GbGateway:Defaults:Watermark", "on"), ("GbGateway:Watermark:Keys", _file),
            ("GbGateway:Defaults:WatermarkStrength", "Gentle"), ("GbGateway:Defaults:WatermarkKey", "2"));
        var mark = RoutePolicyCompiler.Compile(configuration, null, ring)["default"].Content.Watermark;
        Assert.Equal((2, WatermarkStrength.Gentle), (mark!.Key.Id, mark.Strength));

        configuration["GbGateway:Defaults:WatermarkKey"] = "7";
        var mistakes = Assert.Throws<ConfigurationException>(() => RoutePolicyCompiler.Compile(configuration, null, ring));
        Assert.Contains("GbGateway:WatermarkKey = \"7\" of route \"default\": there is no key of that number among Watermark:Keys; allowed: 1, 2", mistakes.Message);

        configuration["GbGateway:Defaults:Watermark"] = "Off";
        configuration["GbGateway:Defaults:WatermarkKey"] = "";
        Assert.Null(RoutePolicyCompiler.Compile(configuration, null, ring)["default"].Content.Watermark);
    }

    [Fact]
    public async Task A_picture_that_passes_the_gateway_leads_to_its_ProduceID_and_is_counted()
    {
        Write(First);
        var picture = DemoPicture.Paint("png", 512, 400, 0.5);
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            context.Response.ContentType = "image/png";
            await context.Response.Body.WriteAsync(picture);
        }, ("GbGateway:Defaults:Watermark", "On"), ("GbGateway:Watermark:Keys", _file));

        var labelled = await gateway.Client.GetByteArrayAsync(new Uri("/view", UriKind.Relative));
        var found = new List<FoundLabel>();
        MediaFormats.Detect(labelled.AsSpan(0, 32))!.FindImplicitLabels(labelled, found);
        var reading = WatermarkReader.Read(labelled, new WatermarkDetector(gateway.Gateway.Policies.Watermark!.Current), MediaLimits.Default);

        Assert.Equal(WatermarkPayload.ContentIdOf(Assert.Single(found).Metadata!.ProduceID), reading.Detection?.Payload.ContentId);
        var metrics = await gateway.MetricsAsync();
        Assert.Contains("gbgateway_watermarks_total{outcome=\"marked\",key=\"1\"} 1", metrics);
        Assert.Contains($"gbgateway_watermarked_pixels_total {512 * 400}", metrics);
        Assert.Contains("gbgateway_watermark_seconds_count 1", metrics);
        Assert.Contains("gbgateway_watermark_keys 1", metrics);

        var before = gateway.Gateway.Policies.Current.Version;
        Write(Second, First);
        gateway.Gateway.Policies.Watermark!.Look();
        Assert.NotEqual(before, gateway.Gateway.Policies.Current.Version);
        Assert.Equal(2, gateway.Gateway.Policies.Current["default"].Content.Watermark!.Key.Id);
    }

    private WatermarkKeyring Open(string? reference = null, GatewayMetrics? metrics = null) =>
        new(reference ?? _file, TimeSpan.FromHours(1), TimeProvider.System, metrics ?? new GatewayMetrics(new CollectorRegistry()), NullLogger.Instance);

    private void Write(params string[] lines)
    {
        File.Delete(_file);
        File.WriteAllLines(_file, lines);
        SetMode(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private void SetMode(UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_file, mode);
        }
    }
}
