using System.Security.Cryptography;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Signing;
using GbGateway.Ledger.Sinks;
using GbGateway.Ledger.Writing;
using Microsoft.Extensions.Logging.Abstractions;

namespace GbGateway.Drills.Ledger;

/// <summary>The process that is killed: writes as fast as it can and says on standard output what was acknowledged.</summary>
public static class CrashChild
{
    public const string Chain = "crash";
    private const int Clients = 64;

    public static async Task<int> RunAsync(string sinkName, string directory)
    {
        await using var sink = new FlickeringSink(Sink(sinkName, directory), Random.Shared);
        var key = KeyFile.ReadSigningKey(Path.Combine(directory, "key.pem"));
        await using var writer = await LedgerWriter.StartAsync(sink, Options(directory), key, TimeProvider.System, NullLogger.Instance);
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        var run = Convert.ToHexString(RandomNumberGenerator.GetBytes(6));
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            while (true)
            {
                var id = $"{run}{Interlocked.Increment(ref next):D8}";
                if ((await writer.OpenAsync(new LedgerOpening { ProduceID = id, Tenant = "t", Route = "r", Model = "m" })).IsDurable)
                {
                    await output.WriteLineAsync("open " + id);
                    if ((await writer.SealAsync(new LedgerSealing { ProduceID = id, Outcome = ItemOutcome.Completed, ContentHash = new byte[32] })).IsDurable)
                    {
                        await output.WriteLineAsync("seal " + id);
                    }
                }
            }
        }));
        return 0;
    }

    public static LedgerSink Sink(string name, string directory) =>
        LedgerSinks.Find(name)!.Create(new LedgerSinkSettings(Chain, Path.Combine(directory, name == "sqlite" ? "ledger.db" : "ledger")));

    public static LedgerWriterOptions Options(string directory) => new()
    {
        SpoolPath = Path.Combine(directory, "spool"),
        AnchorPath = Path.Combine(directory, "anchors"),
        RetryInterval = TimeSpan.FromMilliseconds(20),
        CheckpointInterval = TimeSpan.FromMilliseconds(50),
    };
}
