using System.Globalization;
using Spectre.Console;

namespace GbGateway.Commands;

/// <summary>Shows on the terminal how far long work is, beside what it writes; nothing where the errors go to no terminal.</summary>
internal sealed class Spinner(string what)
{
    /// <summary>Does the work; it reports how many records it has seen.</summary>
    public Task<T> RunAsync<T>(Func<IProgress<long>?, Task<T>> work)
    {
        if (Console.IsErrorRedirected)
        {
            return work(null);
        }
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Status().StartAsync(what, context => work(new Count(context, what)));
    }

    private sealed class Count(StatusContext context, string what) : IProgress<long>
    {
        public void Report(long value) => context.Status = string.Create(CultureInfo.InvariantCulture, $"{what}: {value:N0}");
    }
}
