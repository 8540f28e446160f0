using System.Diagnostics;
using System.Globalization;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Signing;
using GbGateway.Ledger.Verification;
using GbGateway.Ledger.Writing;
using Microsoft.Extensions.Logging.Abstractions;

namespace GbGateway.Drills.Ledger;

/// <summary>Kills a writer at random moments and looks whether everything it acknowledged is there, and whether the ledger verifies.</summary>
public static class CrashDrill
{
    public static async Task<int> RunCommandAsync(string sink, int rounds)
    {
        var directory = Directory.CreateTempSubdirectory("gbgateway-crash-").FullName;
        try
        {
            var (mistake, acknowledged) = await RunAsync(sink, directory, rounds, seed: 1, Console.WriteLine);
            Console.WriteLine(mistake ?? string.Create(CultureInfo.InvariantCulture, $"{rounds} kills, {acknowledged} acknowledged records, none lost; the ledger verifies"));
            return mistake is null ? 0 : 1;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Runs the drill in <paramref name="directory"/>, one ledger over all rounds.</summary>
    /// <returns>What went wrong, or null; and how many records were acknowledged.</returns>
    public static async Task<(string? Mistake, long Acknowledged)> RunAsync(string sink, string directory, int rounds, int seed, Action<string>? say)
    {
        var random = new Random(seed);
        var key = EcdsaSigningKey.Generate();
        KeyFile.WriteSigningKey(Path.Combine(directory, "key.pem"), key);
        var keys = new KeyRing([key.PublicKey]);
        var acknowledged = new HashSet<string>();
        for (var round = 1; round <= rounds; round++)
        {
            var before = acknowledged.Count;
            await KillOneAsync(sink, directory, TimeSpan.FromMilliseconds(random.Next(1, 400)), acknowledged);
            var isLast = round == rounds;
            if (isLast || random.Next(4) == 0)
            {
                // A clean start and stop in between: the spool is drained, the end is signed.
                await using var store = CrashChild.Sink(sink, directory);
                await using var writer = await LedgerWriter.StartAsync(store, CrashChild.Options(directory), key, TimeProvider.System, NullLogger.Instance);
                while (isLast && (await writer.OpenAsync(new LedgerOpening { ProduceID = "last" })).Status != LedgerAckStatus.Durable)
                {
                }
            }
            // What is lost stays lost: long runs need not read everything after each kill.
            if ((isLast || round < 10 || round % 10 == 0) && await FindMistakeAsync(sink, directory, keys, acknowledged, drained: isLast) is { } mistake)
            {
                return ($"round {round}: {mistake}", acknowledged.Count);
            }
            say?.Invoke(string.Create(CultureInfo.InvariantCulture, $"round {round}: {acknowledged.Count - before} acknowledged"));
        }
        return acknowledged.Count == 0 ? ("nothing was ever acknowledged: the drill proves nothing", 0) : (null, acknowledged.Count);
    }

    private static async Task KillOneAsync(string sink, string directory, TimeSpan after, HashSet<string> acknowledged)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "GbGateway.Drills.dll"), "ledger-child", sink, directory },
        };
        using var child = Process.Start(start)!;
        var lines = new List<string>();
        var first = new TaskCompletionSource();
        var reading = Task.Run(async () =>
        {
            while (await child.StandardOutput.ReadLineAsync() is { } line)
            {
                lines.Add(line);
                first.TrySetResult();
            }
            first.TrySetResult();
        });
        // From the first acknowledgement on, so that slow starts are no empty rounds.
        await first.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await Task.Delay(after);
        child.Kill();
        await child.WaitForExitAsync();
        await reading;
        // The last line may be torn; only whole ones count, and they all have the same length.
        acknowledged.UnionWith(lines.Where(static line => line.Length == "open ".Length + 12 + 8));
    }

    private static async Task<string?> FindMistakeAsync(string sink, string directory, KeyRing keys, HashSet<string> acknowledged, bool drained)
    {
        await using var store = CrashChild.Sink(sink, directory);
        var kept = new HashSet<string>();
        await foreach (var entry in store.ReadAsync(1, default))
        {
            Note(entry, kept);
        }
        using (var spool = LedgerSpool.Open(Path.Combine(directory, "spool"), long.MaxValue))
        {
            long at = 0;
            while (spool.ReadAt(ref at) is { } entry)
            {
                Note(entry, kept);
            }
            if (drained && spool.Length > 0)
            {
                return "the spool was not drained";
            }
        }
        var lost = acknowledged.Except(kept).ToList();
        if (lost.Count > 0)
        {
            return $"{lost.Count} acknowledged records are lost, such as {lost[0]}";
        }
        var verdict = await new LedgerVerification(CrashChild.Chain, keys)
            .VerifyAsync(store.ReadAsync(1, default), new LedgerAnchors(Path.Combine(directory, "anchors")).Read(), null, default);
        return verdict.Fault is { } fault ? $"the ledger does not verify: {fault.Reason}" : null;
    }

    private static void Note(LedgerEntry entry, HashSet<string> kept)
    {
        if (entry.Kind is LedgerEntryKind.Open or LedgerEntryKind.Seal)
        {
            kept.Add((entry.Kind == LedgerEntryKind.Open ? "open " : "seal ") + EntryKeys.Of(entry).ProduceID);
        }
    }
}
