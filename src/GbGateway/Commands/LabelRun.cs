using System.Buffers;
using System.Collections.Concurrent;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Labels.Watermark;
using Spectre.Console;

namespace GbGateway.Commands;

/// <summary>
/// Labels a file or a folder. A new file gets its name only when it is whole, so a run that was broken off goes on where it stood when it is
/// started again.
/// </summary>
public sealed class LabelRun(LabelRunSettings settings, IAnsiConsole console, TimeProvider time)
{
    private const string PartSuffix = ".gbgateway-part";
    private const int MaxFailuresShown = 20;

    private readonly ProduceIDSource _produceIDs = new(time);
    private readonly ConcurrentDictionary<string, int> _tally = new();
    private readonly ConcurrentQueue<(string File, string Reason)> _failures = new();
    private int _failed;

    /// <summary>Labels all there is; returns the exit code.</summary>
    public async Task<int> RunAsync(string input, string output, CancellationToken cancellation)
    {
        var files = Directory.Exists(input) ? FilesOf(input, output) : [(input, Directory.Exists(output) ? Path.Combine(output, Path.GetFileName(input)) : output)];
        var started = time.GetTimestamp();
        var stopped = false;
        await console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).StartAsync(async progress =>
        {
            var bar = progress.AddTask($"{files.Count} files", maxValue: Math.Max(1, files.Count));
            var options = new ParallelOptions { MaxDegreeOfParallelism = settings.Parallel, CancellationToken = cancellation };
            try
            {
                await Parallel.ForEachAsync(files, options, async (pair, stop) =>
                {
                    await LabelAsync(pair.From, pair.To, stop);
                    bar.Increment(1);
                });
            }
            catch (OperationCanceledException)
            {
                stopped = true;
            }
        });
        Report(time.GetElapsedTime(started), stopped);
        return _failed > 0 || stopped ? 1 : 0;
    }

    private static List<(string From, string To)> FilesOf(string input, string output) =>
        [.. Directory.EnumerateFiles(input, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Where(static file => !file.EndsWith(PartSuffix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(file => (file, Path.Combine(output, Path.GetRelativePath(input, file))))];

    private async Task LabelAsync(string from, string to, CancellationToken cancellation)
    {
        try
        {
            var (fate, path, reason) = await TryLabelAsync(from, to, cancellation);
            Count(fate, path);
            if (fate == LabelFate.Failed)
            {
                Fail(from, reason);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Count(LabelFate.Failed, "");
            Fail(from, e.Message);
        }
    }

    private async Task<(LabelFate Fate, string Path, string Reason)> TryLabelAsync(string from, string to, CancellationToken cancellation)
    {
        if (!settings.Overwrite && File.Exists(to))
        {
            return (LabelFate.Exists, "", "");
        }
        if (new FileInfo(from).Length > MediaLimits.Default.MaxBytes)
        {
            return (LabelFate.Failed, "", $"more than {MediaLimits.Default.MaxBytes} bytes");
        }
        var file = await File.ReadAllBytesAsync(from, cancellation);
        if (MediaFormats.Detect(file.AsSpan(0, Math.Min(file.Length, MediaFormat.HeadLength))) is not { } format)
        {
            return (LabelFate.NoMedia, "", "");
        }
        var found = new List<FoundLabel>();
        format.FindImplicitLabels(file, found);
        if (found.Exists(label => label.Metadata?.ContentProducer == settings.Producer))
        {
            if (Path.GetFullPath(from) != Path.GetFullPath(to))
            {
                await WriteAsync(file, to, cancellation);
            }
            return (LabelFate.HadLabel, format.Name, "");
        }
        var metadata = AigcMetadata.ByProducer(settings.Producer, _produceIDs.Next());
        var order = new LabelOrder
        {
            Metadata = metadata,
            Watermark = settings.Watermark is not { } key ? null : new WatermarkOrder(key, WatermarkPayload.ContentIdOf(metadata.ProduceID), WatermarkStrength.Standard),
            Wording = settings.Wording,
            Font = settings.Font,
            Position = settings.Position,
        };
        var output = new ArrayBufferWriter<byte>(file.Length + 65536);
        var receipt = MediaLabeler.WriteLabels(file, order, output);
        if (!receipt.IsLabelled)
        {
            return (LabelFate.Failed, format.Name, receipt.Reason!);
        }
        await WriteAsync(output.WrittenMemory, to, cancellation);
        return (LabelFate.Labelled, $"{format.Name}, {receipt.Path}", "");
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, string to, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(to))!);
        var part = to + PartSuffix;
        await File.WriteAllBytesAsync(part, bytes, cancellation);
        File.Move(part, to, settings.Overwrite);
    }

    private void Count(LabelFate fate, string path) =>
        _tally.AddOrUpdate(path.Length == 0 ? Say(fate) : $"{Say(fate)} ({path})", 1, static (_, count) => count + 1);

    private void Fail(string file, string reason)
    {
        if (Interlocked.Increment(ref _failed) <= MaxFailuresShown)
        {
            _failures.Enqueue((file, reason));
        }
    }

    private static string Say(LabelFate fate) => fate switch
    {
        LabelFate.Labelled => "labelled",
        LabelFate.HadLabel => "had this producer's label",
        LabelFate.Exists => "already there, left as it is",
        LabelFate.NoMedia => "no picture",
        _ => "NOT labelled",
    };

    private void Report(TimeSpan elapsed, bool stopped)
    {
        var table = new Table().RoundedBorder().AddColumn("what").AddColumn(new TableColumn("files").RightAligned());
        foreach (var (what, count) in _tally.OrderBy(static row => row.Key, StringComparer.Ordinal))
        {
            table.AddRow(new Text(what), new Text($"{count}"));
        }
        console.Write(table);
        foreach (var (file, reason) in _failures)
        {
            console.Profile.Out.Writer.WriteLine($"not labelled: {file}: {reason}"); // unwrapped, for the next tool
        }
        if (_failed > MaxFailuresShown)
        {
            console.MarkupLineInterpolated($"[red]and {_failed - MaxFailuresShown} more[/]");
        }
        console.MarkupLineInterpolated($"{elapsed.TotalSeconds:F1} s{(stopped ? ", stopped: start it again to go on" : "")}");
    }
}
