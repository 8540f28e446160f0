using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace GbGateway.Drills.Ledger;

/// <summary>
/// The real gateway on a disk that is full (a small tmpfs), or whose every flush fails with EIO (a library loaded before libc): labelled answers
/// become 503, nothing acknowledged is lost, memory stays flat, and when the disk is well again so is the gateway, by itself.
/// </summary>
public static class DiskDrill
{
    private const int Clients = 8;

    // Every flush, and every write that is to be flushed at once, fails while a file stands there: what a dying disk does.
    private const string FailingFlush = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <errno.h>
        #include <fcntl.h>
        #include <stdlib.h>
        #include <unistd.h>
        static int fails(void) { const char *when = getenv("DRILL_EIO_WHEN"); return when && access(when, F_OK) == 0; }
        int fsync(int file) { if (fails()) { errno = EIO; return -1; } return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(file); }
        int fdatasync(int file) { if (fails()) { errno = EIO; return -1; } return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(file); }
        static int fails_at(int file) { int flags; return fails() && (flags = fcntl(file, F_GETFL)) >= 0 && (flags & O_DSYNC); }
        ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) { if (fails_at(file)) { errno = EIO; return -1; } return ((ssize_t (*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite"))(file, bytes, count, at); }
        ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) { if (fails_at(file)) { errno = EIO; return -1; } return ((ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64"))(file, bytes, count, at); }
        """;

    public static async Task<int> FullAsync()
    {
        var directory = Directory.CreateTempSubdirectory("gbgateway-full-").FullName;
        if (!await RunAsync("mount", "-t", "tmpfs", "-o", "size=66m", "tmpfs", directory))
        {
            Console.WriteLine("a tmpfs can't be mounted here: needs root");
            Directory.Delete(directory);
            return 2;
        }
        try
        {
            var ballast = Path.Combine(directory, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[64 << 20]);
            var folder = Path.Combine(directory, "ledger");
            return Say("disk full", await DrillAsync(folder, [], breakIt: null, mendIt: () => File.Delete(ballast)));
        }
        finally
        {
            await RunAsync("umount", directory);
            Directory.Delete(directory);
        }
    }

    public static async Task<int> FailingAsync()
    {
        var directory = Directory.CreateTempSubdirectory("gbgateway-eio-").FullName;
        try
        {
            var (source, library, when) = (Path.Combine(directory, "eio.c"), Path.Combine(directory, "eio.so"), Path.Combine(directory, "now"));
            await File.WriteAllTextAsync(source, FailingFlush);
            if (!await RunAsync("cc", "-shared", "-fPIC", "-o", library, source, "-ldl"))
            {
                Console.WriteLine("no C compiler is here to build the failing flush with");
                return 2;
            }
            return Say("EIO", await DrillAsync(Path.Combine(directory, "ledger"), [("LD_PRELOAD", library), ("DRILL_EIO_WHEN", when)],
                () => File.WriteAllText(when, ""), () => File.Delete(when)));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<(string? Mistake, string Summary)> DrillAsync(string folder, (string, string)[] environment, Action? breakIt, Action mendIt)
    {
        await using var upstream = await DrillUpstream.StartAsync();
        await using var gateway = DrillGateway.Start(upstream.Url, folder, [.. environment, ("GbGateway__Ledger__SpoolBytes", "1048576")]);
        await gateway.WaitReadyAsync();
        var acknowledged = new HashSet<string>(StringComparer.Ordinal);
        if (await AskManyAsync(gateway, acknowledged, 200, static (_, _) => false) is { Mistake: { } early })
        {
            return (early, "");
        }
        breakIt?.Invoke();
        var outage = await AskManyAsync(gateway, acknowledged, 200_000, static (good, refused) => refused >= 2000);
        if (outage.Mistake is not null || outage.Refused < 2000)
        {
            return (outage.Mistake ?? $"only {outage.Refused} answers were refused", "");
        }
        using var client = new HttpClient();
        if (await gateway.StatusAsync(client) != HttpStatusCode.ServiceUnavailable)
        {
            return ("it is ready although it refuses", "");
        }
        var before = gateway.Resident;
        var more = await AskManyAsync(gateway, acknowledged, 20_000, static (_, _) => false);
        var after = gateway.Resident;
        if (more.Mistake is not null || more.Good > 0)
        {
            return (more.Mistake ?? $"{more.Good} answers left while the disk took nothing", "");
        }
        mendIt();
        var started = Stopwatch.GetTimestamp();
        await gateway.WaitReadyAsync();
        await gateway.WaitRunningAsync();
        var back = Stopwatch.GetElapsedTime(started);
        var well = await AskManyAsync(gateway, acknowledged, 400, static (_, _) => false);
        if (well.Mistake is not null || well.Refused > 0)
        {
            return (well.Mistake ?? $"{well.Refused} answers are still refused", "");
        }
        if (await gateway.StopAsync() is not 0 and var code)
        {
            return ($"the gateway ended with {code}", "");
        }
        var reader = new GatewayLedgerReader(folder);
        var (opened, closed) = await reader.ReadAsync();
        var lost = acknowledged.Except(opened).Count() + acknowledged.Except(closed).Count();
        if (lost > 0 || (await reader.VerifyAsync()).Fault is { })
        {
            return (lost > 0 ? $"{lost} records of answers that left are lost" : "the ledger does not verify", "");
        }
        return (null, string.Create(CultureInfo.InvariantCulture,
            $"{acknowledged.Count} answers left, each opened and sealed; {outage.Refused + more.Refused} refused by 503 without a byte of content; resident memory {before >> 20} MB, after 20,000 more refusals {after >> 20} MB; in its sink again {back.TotalSeconds:F1} s after the disk was; the ledger verifies"));
    }

    private static async Task<(int Good, int Refused, string? Mistake)> AskManyAsync(DrillGateway gateway, HashSet<string> acknowledged, int most, Func<int, int, bool> isEnough)
    {
        var (good, refused, asked) = (0, 0, 0);
        string? mistake = null;
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            while (mistake is null && !isEnough(good, refused) && Interlocked.Increment(ref asked) <= most)
            {
                var answer = await WireAnswer.AskAsync(gateway.Port, $"word{client}", isStream: client % 2 == 0);
                lock (gate)
                {
                    mistake ??= answer.FindMistake() ?? (answer.Status is 200 or 503 ? null : $"status {answer.Status}");
                    good += answer.Status == 200 ? 1 : 0;
                    refused += answer.Status == 503 ? 1 : 0;
                    if (answer.ProduceID is { } id)
                    {
                        acknowledged.Add(id);
                    }
                }
            }
        }));
        return (good, refused, mistake);
    }

    private static int Say(string what, (string? Mistake, string Summary) result)
    {
        Console.WriteLine($"{what}: {result.Mistake ?? result.Summary}");
        return result.Mistake is null ? 0 : 1;
    }

    private static async Task<bool> RunAsync(string tool, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(tool, arguments);
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
