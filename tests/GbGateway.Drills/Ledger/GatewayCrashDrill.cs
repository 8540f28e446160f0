using System.Collections.Concurrent;
using System.Globalization;

namespace GbGateway.Drills.Ledger;

/// <summary>
/// Kills the real gateway under load at random moments. A wire-level oracle reads everything its clients got: nothing unlabelled ever left, and
/// every answer of which a labelled byte arrived has its opening in the ledger.
/// </summary>
public static class GatewayCrashDrill
{
    private const int Clients = 16;

    public static async Task<int> RunCommandAsync(int rounds)
    {
        var directory = Directory.CreateTempSubdirectory("gbgateway-crash-").FullName;
        try
        {
            var (mistake, summary) = await RunAsync(directory, rounds, seed: 1, Console.WriteLine);
            Console.WriteLine(mistake ?? summary);
            return mistake is null ? 0 : 1;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Runs the drill, one ledger over all rounds.</summary>
    /// <returns>What went wrong, or null; and what was seen.</returns>
    public static async Task<(string? Mistake, string Summary)> RunAsync(string directory, int rounds, int seed, Action<string>? say)
    {
        var random = new Random(seed);
        var acknowledged = new HashSet<string>(StringComparer.Ordinal);
        var reader = new GatewayLedgerReader(directory);
        long bytes = 0, answers = 0, cut = 0;
        await using var upstream = await DrillUpstream.StartAsync();
        for (var round = 1; round <= rounds; round++)
        {
            var got = new ConcurrentBag<WireAnswer>();
            var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using (var gateway = DrillGateway.Start(upstream.Url, directory))
            {
                await gateway.WaitReadyAsync();
                using var over = new CancellationTokenSource();
                var load = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => LoadAsync(gateway.Port, round, client, got, first, over.Token)));
                await first.Task.WaitAsync(TimeSpan.FromSeconds(60)); // from the first answer on, so that slow starts are no empty rounds
                await Task.Delay(random.Next(1, 400));
                await gateway.KillAsync();
                await over.CancelAsync();
                await load;
            }
            foreach (var answer in got)
            {
                if (answer.FindMistake() is { } wrong)
                {
                    return ($"round {round}: {wrong}", "");
                }
                (bytes, answers) = (bytes + answer.Length, answers + 1);
                if (answer.ProduceID is { } id)
                {
                    acknowledged.Add(id);
                }
                cut += answer.Status == 200 ? 0 : 1;
            }
            // What is lost stays lost: long runs need not read everything after each kill.
            if (round == rounds || round < 10 || round % 10 == 0)
            {
                if (round == rounds)
                {
                    await using var last = DrillGateway.Start(upstream.Url, directory); // a clean start and end in between: the end is signed
                    await last.WaitReadyAsync();
                    if (await last.StopAsync() is not 0 and var code)
                    {
                        return ($"the gateway ended with {code}", "");
                    }
                }
                var (opened, _) = await reader.ReadAsync();
                var lost = acknowledged.Except(opened).ToList();
                if (lost.Count > 0)
                {
                    return ($"round {round}: labelled bytes of {lost.Count} answers arrived that no record speaks of, such as {lost[0]}", "");
                }
                if ((await reader.VerifyAsync()).Fault is { } fault)
                {
                    return ($"round {round}: the ledger does not verify: {fault.Reason}", "");
                }
            }
            say?.Invoke(string.Create(CultureInfo.InvariantCulture, $"round {round}: {got.Count} answers"));
        }
        return acknowledged.Count == 0 ? ("no labelled answer ever arrived: the drill proves nothing", "") : (null, string.Create(CultureInfo.InvariantCulture,
            $"{rounds} kills of the gateway, {answers} answers ({cut} without a head), {bytes} bytes read: none unlabelled; {acknowledged.Count} answers had labelled bytes, each has its record; the ledger verifies"));
    }

    private static async Task LoadAsync(int port, int round, int client, ConcurrentBag<WireAnswer> got, TaskCompletionSource first, CancellationToken over)
    {
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            var answer = await WireAnswer.AskAsync(port, string.Create(CultureInfo.InvariantCulture, $"word{round}-{client}-{i}"), isStream: (client + i) % 2 == 0);
            if (answer.Length > 0)
            {
                got.Add(answer);
                first.TrySetResult();
            }
        }
    }
}
