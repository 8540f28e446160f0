using System.Diagnostics;

namespace GbGateway.Benchmarks.Keywords;

/// <summary>The engines of other languages that can be had: each is built or fetched on the spot, and named where it can't be.</summary>
internal sealed class ForeignPeers : IDisposable
{
    private const string MintFilter = "mint-filter@4.0.3";

    private readonly string _folder = Directory.CreateTempSubdirectory("gbgateway-peers").FullName;
    private readonly string? _hyperscan;
    private readonly bool _mint;

    internal ForeignPeers()
    {
        string source = Path.Combine(AppContext.BaseDirectory, "peers", "hyperscan.cpp"), program = Path.Combine(_folder, "hyperscan");
        _hyperscan = File.Exists("/usr/include/hs/hs.h") && Succeeds("g++", "-O3", "-march=native", "-I/usr/include/hs", "-o", program, source, "-lhs")
            ? program
            : null;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "peers", "mint-filter.mjs"), Path.Combine(_folder, "mint-filter.mjs"));
        _mint = Succeeds("npm", "install", "--silent", "--no-audit", "--no-fund", MintFilter);
        Console.WriteLine("ToolGood.Words, aho-corasick and daachorse: not in this run, the first is in no package source here, the crates neither");
        Console.WriteLine(_hyperscan is null ? "Hyperscan: not in this run, it needs g++ and libhyperscan-dev" : "");
        Console.WriteLine(_mint ? "" : $"{MintFilter}: not in this run, it needs node and npm");
    }

    /// <summary>The engines with a library compiled.</summary>
    internal IEnumerable<ProcessPeer> Compile(List<string> words, List<Corpus> corpora)
    {
        string library = Path.Combine(_folder, "words");
        File.WriteAllLines(library, words);
        foreach (Corpus corpus in corpora)
        {
            File.WriteAllBytes(Path.Combine(_folder, corpus.Name), corpus.Bytes);
        }

        foreach ((string mode, string caseless) in new[] { ("block", "0"), ("block", "1"), ("stream", "0"), ("stream", "1") })
        {
            string name = $"Hyperscan {mode}, {(caseless == "1" ? "caseless" : "exact")}{(mode == "stream" ? ", 24 B" : "")}";
            if (_hyperscan is not null && ProcessPeer.Start(name, _folder, _hyperscan, library, mode, caseless) is { } peer)
            {
                yield return peer;
            }
        }

        // At a million entries it takes gigabytes.
        if (_mint && words.Count <= 200_000 && ProcessPeer.Start("mint-filter", _folder, "node", "mint-filter.mjs", library) is { } mint)
        {
            yield return mint;
        }
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
