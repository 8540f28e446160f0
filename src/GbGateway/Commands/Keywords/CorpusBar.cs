using Spectre.Console;

namespace GbGateway.Commands.Keywords;

/// <summary>Shows how far a scan is, on standard error, so that the report alone is on standard output.</summary>
internal static class CorpusBar
{
    /// <summary>Runs work over documents under a bar.</summary>
    internal static T Run<T>(CorpusDocuments documents, Func<IProgress<long>, T> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(progress =>
        {
            var bar = progress.AddTask("scanning / 扫描", maxValue: Math.Max(1, documents.Bytes));
            return work(new Steps(bar, documents));
        });
    }

    // Told by the scan itself, document by document: drawing each would cost more than scanning it.
    private sealed class Steps(ProgressTask bar, CorpusDocuments documents) : IProgress<long>
    {
        public void Report(long value)
        {
            if (value % 256 == 0)
            {
                bar.Value = documents.Done;
            }
        }
    }
}
