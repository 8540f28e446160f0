using System.Globalization;
using System.Runtime.InteropServices;
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
var work = Directory.CreateTempSubdirectory("gbgateway-load-").FullName;
try
{
    if (args.Contains("--scale"))
    {
        Console.WriteLine(new Scale(Path.Combine(root, "loadtests", "results", Value("name", "latest") + ".json")).Write());
        return;
    }
    if (args.Contains("--footprint"))
    {
        var builds = Choose(GatewayBuild.All, Value("builds", "all"), static build => build.Name);
        var table = await new Footprint(new Stage { Root = root, Work = work }, builds, int.Parse(Value("rounds", "3"), CultureInfo.InvariantCulture)).RunAsync();
        File.WriteAllText(Path.Combine(root, "loadtests", "results", "footprint.md"), table);
        Console.WriteLine(table);
        return;
    }
    var bench = new Bench(new Stage { Root = root, Work = work }, proxies, scenarios, rounds, seconds);
    await bench.RunAsync();
    var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
    var conditions = string.Create(CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores ({RuntimeInformation.ProcessArchitecture}), .NET {Environment.Version}; proxy alone on one core, upstream and load generator on the other; {rounds} rounds of {seconds:F0} s, proxies in turn; load average at the end {load}.");
    Console.WriteLine();
    Console.WriteLine(new Report(bench, proxies, scenarios, conditions).Write(Path.Combine(root, "loadtests", "results"), Value("name", "latest")));
}
finally
{
    Directory.Delete(work, recursive: true);
}
