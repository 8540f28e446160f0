using System.Diagnostics;
using System.Globalization;

namespace GbGateway.Benchmarks.Keywords;

/// <summary>
/// An engine in a process of its own: it compiles its library, says so in one line, and for every line it reads (seconds and files) writes
/// the seconds of its passes over each file, a line a file.
/// </summary>
internal sealed class ProcessPeer : Peer, IDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private ProcessPeer(string name, Process process, string folder)
        : base(name) => (_process, _folder) = (process, folder);

    /// <summary>Starts an engine; null, with a word to the console, if it can't be had.</summary>
    /// <param name="name">As it stands in the table.</param>
    /// <param name="folder">Where the corpora lie.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    internal static ProcessPeer? Start(string name, string folder, string program, params string[] arguments)
    {
        try
        {
            var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder,
            })!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            if (process.StandardOutput.ReadLine() is { } note)
            {
                return new ProcessPeer(name, process, folder) { Note = note };
            }

            process.WaitForExit();
            process.Dispose();
        }
        catch (System.ComponentModel.Win32Exception)
        {
        }

        Console.WriteLine($"{name}: skipped, it doesn't start here");
        return null;
    }

    internal override void Round(IReadOnlyList<Corpus> corpora, double seconds)
    {
        string files = string.Join(' ', corpora.Select(corpus => Path.Combine(_folder, corpus.Name)));
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds} {files}"));
        foreach (Corpus corpus in corpora)
        {
            string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{Name} ended.");
            foreach (string pass in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                Add(corpus, double.Parse(pass, CultureInfo.InvariantCulture));
            }
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
