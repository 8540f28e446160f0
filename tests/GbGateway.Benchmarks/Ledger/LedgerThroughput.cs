using System.Diagnostics;
using System.Globalization;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Signing;
using GbGateway.Ledger.Sinks;
using GbGateway.Ledger.Writing;
using Microsoft.Extensions.Logging.Abstractions;

namespace GbGateway.Benchmarks.Ledger;

/// <summary>Durable records a second and their latency: closed loop at full load, open loop at a set rate, and idle; and the same database without the ledger, for scale.</summary>
internal static class LedgerThroughput
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string sinkName, string? target)
    {
        var directory = Directory.CreateTempSubdirectory("gbgateway-bench-").FullName;
        try
        {
            var place = target ?? Path.Combine(directory, sinkName == "sqlite" ? "ledger.db" : "ledger");
            await using var sink = LedgerSinks.Find(sinkName)!.Create(new LedgerSinkSettings("bench-" + Path.GetRandomFileName(), place));
            var options = new LedgerWriterOptions { SpoolPath = Path.Combine(directory, "spool"), AnchorPath = Path.Combine(directory, "anchors"), QueuedOpenings = 65_536 };
            await using (var writer = await LedgerWriter.StartAsync(sink, options, EcdsaSigningKey.Generate(), TimeProvider.System, NullLogger.Instance))
            {
                if (writer.State != LedgerState.Running)
                {
                    Console.WriteLine($"{sinkName}: not reachable");
                    return 1;
                }
                Console.WriteLine($"{sinkName}: {Environment.ProcessorCount} processors, .NET {Environment.Version}");
                await ClosedLoopAsync(writer, 64, WarmUp);
                Console.WriteLine("  full load (closed loop, opening and sealing both awaited)");
                foreach (var clients in new[] { 64, 256, 1024 })
                {
                    Say($"    {clients} clients", await ClosedLoopAsync(writer, clients, Duration));
                }
                Console.WriteLine("  set rate (open loop, latency from the planned time)");
                foreach (var rate in new[] { 1000, 5000, 15_000 })
                {
                    Say($"    {rate} records/s", await OpenLoopAsync(writer, rate));
                }
                Console.WriteLine("  idle (one at a time)");
                Say("    1 client", await ClosedLoopAsync(writer, 1, Duration / 2, seal: false));
            }
            if (sinkName == "sqlite")
            {
                SqlitePeer.Run(Path.Combine(directory, "peer.db"));
            }
            else if (sinkName == "postgresql")
            {
                await PostgresPeer.RunAsync(place);
            }
            return 0;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<Latencies> ClosedLoopAsync(LedgerWriter writer, int clients, TimeSpan duration, bool seal = true)
    {
        var all = new Latencies();
        using var cpu = Process.GetCurrentProcess();
        var before = cpu.TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var own = new List<double>();
            for (var i = 0; Stopwatch.GetElapsedTime(started) < duration; i++)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{started:X}-{client:D4}-{i:D8}");
                var at = Stopwatch.GetTimestamp();
                Check(await writer.OpenAsync(Opening(id)));
                own.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
                if (seal)
                {
                    Check(await writer.SealAsync(Sealing(id)));
                }
            }
            all.Add(own, seal ? 2 * own.Count : own.Count);
        })));
        all.Elapsed = Stopwatch.GetElapsedTime(started);
        cpu.Refresh();
        all.Processor = cpu.TotalProcessorTime - before;
        return all;
    }

    private static async Task<Latencies> OpenLoopAsync(LedgerWriter writer, int rate)
    {
        var all = new Latencies();
        var pending = new List<Task<double>>();
        using var cpu = Process.GetCurrentProcess();
        var before = cpu.TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        // Two records an item: half as many items as records.
        var items = (int)(rate / 2 * Duration.TotalSeconds);
        for (var i = 0; i < items; i++)
        {
            var planned = TimeSpan.FromSeconds(i * 2.0 / rate);
            while (Stopwatch.GetElapsedTime(started) < planned)
            {
                await Task.Delay(1);
            }
            var id = string.Create(CultureInfo.InvariantCulture, $"{started:X}-open-{i:D8}");
            pending.Add(OneAsync(writer, id, started, planned));
        }
        all.Add([.. await Task.WhenAll(pending)], 2 * items);
        all.Elapsed = Stopwatch.GetElapsedTime(started);
        cpu.Refresh();
        all.Processor = cpu.TotalProcessorTime - before;
        return all;
    }

    private static async Task<double> OneAsync(LedgerWriter writer, string id, long started, TimeSpan planned)
    {
        Check(await writer.OpenAsync(Opening(id)));
        var latency = (Stopwatch.GetElapsedTime(started) - planned).TotalMilliseconds;
        Check(await writer.SealAsync(Sealing(id)));
        return latency;
    }

    private static void Check(LedgerAck ack)
    {
        if (ack.Status != LedgerAckStatus.Durable)
        {
            throw new InvalidOperationException($"not durable: {ack.Status} {ack.Reason}");
        }
    }

    private static void Say(string what, Latencies latencies) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{what,-24} {latencies.Records / latencies.Elapsed.TotalSeconds,10:N0} records/s   p50 {latencies.Percentile(50),7:F2} ms   p99 {latencies.Percentile(99),7:F2} ms   p99.9 {latencies.Percentile(99.9),7:F2} ms   {latencies.Processor.TotalMicroseconds / latencies.Records,6:F1} us of processor a record"));

    internal static LedgerOpening Opening(string id) => new()
    {
        ProduceID = id, Tenant = "tenant-1", Route = "chat", Profile = "openai-chat", Model = "model-x-large", ContentKind = "text", Format = "sse",
        Wording = "（内容由AI生成）", PolicyVersion = "2026-11-01.1", UpstreamHost = "upstream.example.com",
    };

    internal static LedgerSealing Sealing(string id) => new()
    {
        ProduceID = id, Tenant = "tenant-1", Outcome = ItemOutcome.Completed, StatusCode = 200, BytesReceived = 4000, BytesSent = 4100,
        ContentHash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(id)),
        Labels = [new("explicit", "labelled", "（内容由AI生成）", "end"), new("implicit", "labelled", "", "AIGC")],
    };
}
