using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using GbGateway.Configuration;
using GbGateway.Ledger.Queries;
using GbGateway.Ledger.Sinks;

namespace GbGateway.Commands;

/// <summary><c>ledger</c>: verifies, searches, exports and trims the ledger. Exit code 0 all is well, 1 something is wrong or not there, 2 it could not be tried.</summary>
public static class LedgerCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new("ledger", "The record of everything that was labelled. 账本。")
    {
        Verify(), Find(), Export(), Purge(), KeyPairs.Command("Makes a key that signs checkpoints (GbGateway:Ledger:KeyFile)."),
    };

    private static Command Verify()
    {
        var place = new LedgerPlace();
        var export = new Argument<FileInfo?>("export") { Description = "A file that `ledger export` wrote whole, instead of the ledger itself.", Arity = ArgumentArity.ZeroOrOne };
        var keys = new Option<string[]>("--key") { Description = "A public key (PEM) that may have signed; with it only those given are trusted, not those in the ledger's folder." };
        var checkpoints = new Option<FileInfo?>("--checkpoints") { Description = "A copy of the file `checkpoints` kept elsewhere: it shows a ledger that was cut or rolled back." };
        var command = new Command("verify", "Reads everything, hashes it again, checks every signature, and names the first bad record. 校验账本，指出首条异常记录。") { export, keys, checkpoints };
        place.AddTo(command);
        command.SetAction((arguments, cancellation) => TryAsync(() =>
            new LedgerVerifyRun(place.Read(arguments), Console.Out).RunAsync(arguments.GetValue(export), arguments.GetValue(keys) ?? [], arguments.GetValue(checkpoints), cancellation)));
        return command;
    }

    private static Command Find()
    {
        var place = new LedgerPlace();
        var produceID = new Argument<string?>("produce-id") { Description = "The ProduceID.", Arity = ArgumentArity.ZeroOrOne };
        var sha256 = new Option<string?>("--sha256") { Description = "Of content with this SHA-256, 64 hexadecimal digits." };
        var file = new Option<FileInfo?>("--file") { Description = "Of this file: by the labels in it, by its bytes, and by its watermark where its keys are given." };
        var marks = new Option<string?>("--watermark-keys") { Description = "The watermark's keys (GbGateway:Watermark:Keys), for --file." };
        var watermark = new Option<string?>("--watermark") { Description = "Of this watermark, 12 hexadecimal digits. Every record is read." };
        var (tenant, since, until) = Conditions();
        var json = new Option<bool>("--json") { Description = "One record a line as JSON." };
        var command = new Command("find", "Finds records: exit code 0 if there are any, 1 if there are none. 查找记录。") { produceID, sha256, file, marks, watermark, tenant, since, until, json };
        place.AddTo(command);
        command.SetAction((arguments, cancellation) => TryAsync(() =>
        {
            var query = Query(arguments, tenant, since, until) with { ProduceID = arguments.GetValue(produceID), ContentHash = Hash(arguments.GetValue(sha256)) };
            return new LedgerFindRun(place.Read(arguments), Console.Out, arguments.GetValue(json))
                .RunAsync(query, arguments.GetValue(file), arguments.GetValue(marks), arguments.GetValue(watermark), cancellation);
        }));
        return command;
    }

    private static Command Export()
    {
        var place = new LedgerPlace();
        var format = new Option<string>("--format") { Description = "jsonl (one record a line; a whole export can be verified) or csv (for spreadsheets).", DefaultValueFactory = static _ => "jsonl" };
        format.AcceptOnlyFromAmong("jsonl", "csv");
        var output = new Option<FileInfo?>("--out") { Description = "The file to write to; without it, the standard output. Never over another file." };
        var (tenant, since, until) = Conditions();
        var command = new Command("export", "Writes records out: all of them, or those of a tenant or a time. 导出记录。") { format, output, tenant, since, until };
        place.AddTo(command);
        command.SetAction((arguments, cancellation) => TryAsync(() =>
            new LedgerExportRun(place.Read(arguments)).RunAsync(Query(arguments, tenant, since, until), arguments.GetValue(format) == "csv", arguments.GetValue(output), cancellation)));
        return command;
    }

    private static Command Purge()
    {
        var place = new LedgerPlace();
        var days = new Option<int>("--keep-days") { Description = "How long records are kept, at least 184 days.", Required = true };
        var hold = new Option<long?>("--hold-from-segment") { Description = "The first segment on legal hold: it and all behind it stay." };
        var command = new Command("purge", "Deletes whole segments that were kept long enough, and leaves a signed tombstone. The gateway must not be running: it does this itself (GbGateway:Ledger:RetentionDays).") { days, hold };
        place.AddTo(command);
        command.SetAction((arguments, cancellation) => TryAsync(() =>
            new LedgerPurgeRun(place.Read(arguments), Console.Out).RunAsync(arguments.GetValue(days), arguments.GetValue(hold), cancellation)));
        return command;
    }

    private static (Option<string?> Tenant, Option<string?> Since, Option<string?> Until) Conditions() => (
        new Option<string?>("--tenant") { Description = "Of this tenant." },
        new Option<string?>("--since") { Description = "At or after this time, such as 2026-09-01 or 2026-09-01T08:00:00+08:00; UTC if it doesn't say." },
        new Option<string?>("--until") { Description = "Before this time." });

    private static LedgerQuery Query(ParseResult arguments, Option<string?> tenant, Option<string?> since, Option<string?> until) => new()
    {
        Tenant = arguments.GetValue(tenant), Since = Time("--since", arguments.GetValue(since)), Until = Time("--until", arguments.GetValue(until)),
    };

    internal static DateTimeOffset? Time(string option, string? text) => text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new FormatException($"{option} {text}: a time such as 2026-09-01 or 2026-09-01T08:00:00+08:00");

    private static ReadOnlyMemory<byte>? Hash(string? text) => text is null ? default(ReadOnlyMemory<byte>?)
        : text.Length == 64 && !text.AsSpan().ContainsAnyExcept("0123456789abcdefABCDEF") ? Convert.FromHexString(text)
        : throw new FormatException("--sha256: 64 hexadecimal digits");

    internal static async Task<int> TryAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is ConfigurationException or IOException or InvalidDataException or UnauthorizedAccessException or FormatException or InvalidOperationException
            or ArgumentException or LedgerSinkException or LedgerCorruptException or DbException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (OperationCanceledException)
        {
            return 2;
        }
    }
}
