using System.Text.Json;
using System.Text.RegularExpressions;

namespace GbGateway.Interop.Tests.Clients;

/// <summary>What one client made of one recorded answer: the line it printed.</summary>
/// <param name="Client">The SDK.</param>
/// <param name="Mode">The call.</param>
/// <param name="Use">The recording, <c>FAMILY/NAME</c>.</param>
/// <param name="Line">The whole line: <c>ok</c>, and <c>result</c> or <c>error</c>.</param>
public sealed partial record ClientOutcome(string Client, string Mode, string Use, JsonElement Line)
{
    /// <summary>Names the case in a failure.</summary>
    public string Key => $"{Client} {Mode} {Use}";

    /// <summary>Whether the client was content.</summary>
    public bool Ok => Line.GetProperty("ok").GetBoolean();

    /// <summary>What it read, or what it threw.</summary>
    public JsonElement Value => Line.TryGetProperty(Ok ? "result" : "error", out var value) ? value : default;

    /// <summary>Whether the connection to the upstream broke before any answer: the client's own, or the gateway's, which says so.</summary>
    public bool LostConnection =>
        Status == (Ok ? 502 : 0) || (!Ok && (Said("upstream_unreachable") || Said("could not be forwarded") || Said("fetch failed")));

    /// <summary>How it failed, as a program can tell: the type of the error, its status, and its message without numbers, which are times and places.</summary>
    public string FailureKind => $"{Line.GetProperty("error").GetProperty("name")} {Status} {Digits().Replace(Value.GetProperty("message").GetString()!, "#")}";

    private int? Status =>
        Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Number ? status.GetInt32() : null;

    private bool Said(string words) => Value.ToString().Contains(words, StringComparison.Ordinal);

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    /// <summary>Reads the lines of a client's output file.</summary>
    public static Dictionary<string, ClientOutcome> Read(string file) =>
        File.ReadLines(file).Where(static line => line.Length > 0).Select(Parse).ToDictionary(static one => one.Key);

    /// <summary>Reads one line.</summary>
    public static ClientOutcome Parse(string line)
    {
        var root = JsonDocument.Parse(line).RootElement;
        string Text(string name) => root.GetProperty(name).GetString()!;
        return new ClientOutcome(Text("client"), Text("mode"), Text("use"), root);
    }
}
