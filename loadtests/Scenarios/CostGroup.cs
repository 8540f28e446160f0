using System.Text.RegularExpressions;

namespace GbGateway.Load.Scenarios;

/// <summary>What a sample of the processor is charged to.</summary>
/// <param name="Title">Its name for people.</param>
/// <param name="Frames">The functions it is told by.</param>
public sealed record CostGroup(string Title, Regex Frames)
{
    /// <summary>What no frame of the stack tells.</summary>
    public const string Rest = "runtime and other";

    /// <summary>Charged before the stack is looked at, by the thread or the innermost frame: it is not its caller's own doing.</summary>
    public static IReadOnlyList<CostGroup> Innermost { get; } =
    [
        new("garbage collector", new(@"\b(SVR|WKS)::|gc_heap|GCHeap|libclrgc", RegexOptions.Compiled)),
        new("just-in-time compiler", new(@"libclrjit|jitNativeCode|MethodDesc::|TieredCompilation|TieredPGO|CallCount", RegexOptions.Compiled)),
    ];

    /// <summary>
    /// Told by the nearest caller that one of these names, so that a copy or a dictionary is charged to who asked for it. Ours come as finely as the
    /// folders of <c>src</c>.
    /// </summary>
    public static IReadOnlyList<CostGroup> Callers { get; } =
    [
        Of("ledger and record", "GbGateway.Ledger", "GbGateway.Grants", "Microsoft.Data.Sqlite", "SQLitePCL", "libe_sqlite3"),
        Of("metrics", "GbGateway.Metrics", "Prometheus"),
        Of("filter", "GbGateway.Content.Filtering"),
        Of("rewriter: JSON, events, labels", "GbGateway.Content", "GbGateway.Labels"),
        Of("exchange: middleware, transforms, policy", "GbGateway"),
        Of("YARP", "Yarp.ReverseProxy"),
        Of("HttpClient", "System.Net.Http"),
        Of("routing and hosting", "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.HostFiltering", "Microsoft.Extensions"),
        Of("Kestrel: HTTP parsing, pipes, sockets", "Microsoft.AspNetCore", "System.IO.Pipelines"),
        Of("sockets and scheduling", "System.Net.Sockets", "System.Threading", "libcoreclr", "libSystem.Native"),
    ];

    // Both of perf's ways to write a method: "[Assembly] Namespace.Type::Method" and "Namespace.Type:Method".
    private static CostGroup Of(string title, params string[] names) =>
        new(title, new($@"(?<![\w.])(?:{string.Join('|', names.Select(Regex.Escape))})\b", RegexOptions.Compiled));
}
