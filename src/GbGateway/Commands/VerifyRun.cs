using GbGateway.Labels.Verification;
using GbGateway.Verification;
using Spectre.Console;

namespace GbGateway.Commands;

/// <summary>Verifies files and folders: reports in the order of the files, a summary at the end, progress beside them.</summary>
/// <param name="verifier">Verifies one file.</param>
/// <param name="json">One report a line as JSON.</param>
/// <param name="full">The whole report of every file.</param>
/// <param name="output">Where reports go.</param>
/// <param name="console">Where progress and the summary go.</param>
public sealed class VerifyRun(FileVerifier verifier, bool json, bool full, TextWriter output, IAnsiConsole console)
{
    // Reports leave in order, so a window of files is verified at a time.
    private const int Window = 64;

    /// <summary>Files longer than this are read one at a time, so that memory stays bounded.</summary>
    private const long Large = 32L << 20;

    private readonly SemaphoreSlim _large = new(1);
    private int _fine;
    private int _wrong;
    private int _unreadable;

    /// <summary>Verifies all there is; returns the exit code.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var files = paths.SelectMany(FilesOf).ToList();
        if (files.Count == 0)
        {
            console.WriteLine("没有文件 There are no files.");
            return 2;
        }
        try
        {
            if (files.Count > Window && console.Profile.Capabilities.Interactive)
            {
                await console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).StartAsync(async progress =>
                {
                    var bar = progress.AddTask($"{files.Count} files", maxValue: files.Count);
                    await VerifyAsync(files, () => bar.Increment(1), cancellation);
                });
            }
            else
            {
                await VerifyAsync(files, null, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            console.WriteLine("已中断 Stopped.");
            return 2;
        }
        if (files.Count > 1)
        {
            Summarize();
        }
        return _unreadable > 0 ? 2 : _wrong > 0 ? 1 : 0;
    }

    private static IEnumerable<(string Path, bool IsNamed)> FilesOf(string path) =>
        !Directory.Exists(path)
            ? [(path, true)]
            : Directory.EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint })
                .Order(StringComparer.Ordinal).Select(static file => (file, false));

    private async Task VerifyAsync(List<(string Path, bool IsNamed)> files, Action? step, CancellationToken cancellation)
    {
        foreach (var window in files.Chunk(Window))
        {
            var reports = new LabelReport[window.Length];
            await Parallel.ForAsync(0, window.Length, cancellation, async (i, stop) =>
            {
                reports[i] = await VerifyAsync(window[i].Path, stop);
                step?.Invoke();
            });
            for (var i = 0; i < window.Length; i++)
            {
                await SayAsync(reports[i], window[i].IsNamed);
            }
        }
    }

    private async ValueTask<LabelReport> VerifyAsync(string path, CancellationToken cancellation)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > Large })
        {
            return await verifier.VerifyAsync(path, cancellation);
        }
        await _large.WaitAsync(cancellation);
        try
        {
            return await verifier.VerifyAsync(path, cancellation);
        }
        finally
        {
            _large.Release();
        }
    }

    private async Task SayAsync(LabelReport report, bool isNamed)
    {
        _ = report.ExitCode switch { 0 => _fine++, 1 => _wrong++, _ => _unreadable++ };
        await output.WriteAsync(json ? LabelReportJson.Render(report, indented: false) + "\n"
            : isNamed || full || report.ExitCode == 1 ? LabelReportText.Render(report) + "\n"
            : LabelReportText.RenderLine(report));
    }

    private void Summarize()
    {
        var table = new Table().RoundedBorder().AddColumn("结果 result").AddColumn(new TableColumn("文件 files").RightAligned());
        table.AddRow("合格 fine", $"{_fine}").AddRow("不合格 not fine", $"{_wrong}").AddRow("无法读取 unreadable", $"{_unreadable}");
        console.Write(table);
    }
}
