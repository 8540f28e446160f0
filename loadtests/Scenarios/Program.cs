using System.Globalization;
using GbGateway.Load.Scenarios;

// Scenarios --root DIR [--proxies yarp,gbgateway] [--scenarios json-2k,sse-64] [--rounds 2] [--seconds 3] [--name latest]; run.sh builds first.
string Value(string name, string otherwise) => Array.IndexOf(args, "--" + name) is var at and >= 0 ? args[at + 1] : otherwise;

T[] Choose<T>(IReadOnlyList<T> all, string wanted, Func<T, string> name) =>
    wanted == "all" ? [.. all] : [.. wanted.Split(',').Select(one => all.FirstOrDefault(item => name(item) == one) ?? throw new ArgumentException($"no {one}; there are {string.Join(", ", all.Select(name))}"))];

var root = Path.GetFullPath(Value("root", "."));
var proxies = Choose(Proxies.All, Value("proxies", "all"), static proxy => proxy.Name);
var scenarios = Choose(Scenario.All, Value("scenarios", string.Join(',', Scenario.Default.Select(static one => one.Name))), static scenario => scenario.Name);
var rounds = int.Parse(Value("rounds", "2"), CultureInfo.InvariantCulture);
var seconds = double.Parse(Value("seconds", "3"), CultureInfo.InvariantCulture);
var name = Value("name", "latest");
var folder = Path.Combine(root, "loadtests", "results");
var work = Directory.CreateTempSubdirectory("gbgateway-load-").FullName;
try
{
    if (args.Contains("--scale"))
    {
        WriteScale(Results.Read(Path.Combine(folder, name + ".json")));
        return;
    }
    if (args.Contains("--profile"))
    {
        var profiled = Choose(Proxies.All, Value("proxies", "yarp,gbgateway,gbgateway-ledger"), static proxy => proxy.Name);
        foreach (var scenario in scenarios)
        {
            var table = await new Profile(new Stage { Root = root, Work = work }, scenario, seconds: double.Parse(Value("seconds", "10"), CultureInfo.InvariantCulture)).RunAsync(profiled);
            Console.WriteLine(table);
            Page.Write(Path.Combine(root, "loadtests", "PROFILE.md"), scenario.Name, table);
        }
        return;
    }
    if (args.Contains("--footprint"))
    {
        var builds = Choose(GatewayBuild.All, Value("builds", "all"), static build => build.Name);
        var table = await new Footprint(new Stage { Root = root, Work = work }, builds, int.Parse(Value("rounds", "5"), CultureInfo.InvariantCulture), int.Parse(Value("warmup", "30"), CultureInfo.InvariantCulture)).RunAsync();
        File.WriteAllText(Path.Combine(folder, "footprint.md"), "# Footprint of the builds\n\n" + table);
        Page.Write(Path.Combine(root, "loadtests", "README.md"), "footprint", table);
        Console.WriteLine(table);
        return;
    }
    var results = args.Contains("--add") ? Results.Read(Path.Combine(folder, name + ".json")) : new Results();
    await new Bench(new Stage { Root = root, Work = work }, proxies, scenarios, rounds, seconds, results).RunAsync();
    results.Write(Path.Combine(folder, name + ".json"));
    File.WriteAllText(Path.Combine(folder, name + ".svg"), new Bars(results).ToSvg());
    var report = new Report(results).ToMarkdown(name);
    File.WriteAllText(Path.Combine(folder, name + ".md"), report);
    Console.WriteLine("\n" + report);
    if (name == "latest")
    {
        WriteScale(results);
    }
}
finally
{
    Directory.Delete(work, recursive: true);
}

void WriteScale(Results results)
{
    var table = new Scale(results).ToMarkdown();
    Page.Write(Path.Combine(root, "loadtests", "SCALE.md"), "scale", table);
    Console.WriteLine(table);
}
