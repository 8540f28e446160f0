using GbGateway.Tests.Support;

namespace GbGateway.Tests.Rules;

/// <summary>The arrows of the house that the compiler can't see, read off <c>using</c> lines and names.</summary>
public sealed class ArrowTests
{
    private static readonly string Source = Path.Combine(Repository.Root, "src");

    [Fact]
    public void Yarp_is_named_only_in_Proxy_and_the_composition() =>
        AssertOnlyIn("Yarp.", "GbGateway/Proxy/", "GbGateway/GatewayServices.cs");

    [Fact]
    public void Prometheus_is_named_only_in_Metrics_and_the_composition() =>
        AssertOnlyIn("Prometheus", "GbGateway/Metrics/", "GbGateway/GatewayServices.cs");

    [Fact]
    public void Spectre_is_named_only_by_what_speaks_to_a_terminal() =>
        AssertOnlyIn("Spectre.", "GbGateway/Demo/", "GbGateway/Commands/");

    [Fact]
    public void Labels_and_Content_know_no_HTTP_stack_and_no_container() =>
        AssertNone(Files().Where(static file => file.Path.StartsWith("GbGateway.", StringComparison.Ordinal))
            .Where(static file => file.Usings.Any(static one => one.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || one.StartsWith("Microsoft.Extensions", StringComparison.Ordinal)))
            .Select(static file => file.Path));

    [Fact]
    public void One_container_of_media_never_imports_another() =>
        AssertNone(Files().Where(static file => file.Path.StartsWith("GbGateway.Labels/Media/", StringComparison.Ordinal) && file.Path.Split('/').Length == 4)
            .Where(static file => !IsShared(file.Path.Split('/')[2]))
            .Where(static file => file.Usings.Any(one => one.StartsWith("GbGateway.Labels.Media.", StringComparison.Ordinal)
                && !IsShared(one.Split('.')[3]) && one.Split('.')[3] != file.Path.Split('/')[2]))
            .Select(static file => file.Path));

    [Fact]
    public void No_option_is_read_behind_the_policies() =>
        AssertNone(Files().Where(static file => file.Path.StartsWith("GbGateway/Proxy/", StringComparison.Ordinal) || file.Path.StartsWith("GbGateway/Metrics/", StringComparison.Ordinal))
            .Where(static file => file.Usings.Any(static one => one is "GbGateway.Configuration" or "Microsoft.Extensions.Configuration" or "Microsoft.Extensions.Options"))
            .Select(static file => file.Path));

    [Fact]
    public void Bodies_never_serialize_again_what_is_not_ours() =>
        AssertNone(Files().Where(static file => file.Path.StartsWith("GbGateway.Content/Bodies/", StringComparison.Ordinal))
            .Where(static file => file.Text.Contains("JsonDocument", StringComparison.Ordinal) || file.Text.Contains("JsonNode", StringComparison.Ordinal))
            .Select(static file => file.Path));

    [Fact]
    public void Types_are_named_by_nouns_of_the_domain()
    {
        string[] forbidden = ["Helper", "Util", "Utils", "Common", "Manager", "Processor", "Impl", "Base", "Wrapper", "Info"];
        AssertNone(Files().Select(static file => Path.GetFileNameWithoutExtension(file.Path)).Where(name => forbidden.Any(one => name.EndsWith(one, StringComparison.Ordinal))));
    }

    // A folder of a container has its format; the others hold walkers that several share.
    private static bool IsShared(string folder) => !File.Exists(Path.Combine(Source, "GbGateway.Labels", "Media", folder, $"{folder}Format.cs"));

    private static void AssertNone(IEnumerable<string> files) => Assert.Equal("", string.Join('\n', files));

    private static void AssertOnlyIn(string name, params string[] places)
    {
        var files = Files().Where(file => file.Usings.Any(one => one.StartsWith(name, StringComparison.Ordinal))).Select(static file => file.Path).ToArray();
        Assert.NotEmpty(files);
        AssertNone(files.Where(file => !places.Any(place => file.StartsWith(place, StringComparison.Ordinal))));
    }

    private static IEnumerable<(string Path, string[] Usings, string Text)> Files()
    {
        foreach (var file in Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(Source, file).Replace('\\', '/');
            if (!path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            {
                var text = File.ReadAllText(file);
                yield return (path, [.. text.Split('\n').Where(static line => line.StartsWith("using ", StringComparison.Ordinal)).Select(static line => line["using ".Length..].TrimEnd(';', '\r'))], text);
            }
        }
    }
}
