using System.Diagnostics;
using System.Globalization;

namespace GbGateway.Benchmarks.Keywords;

/// <summary>Runs the Hyperscan peer, a small C++ program built on the spot where g++ and libhyperscan-dev are.</summary>
internal static class Hyperscan
{
    internal static Dictionary<string, double>? Row(List<string> words, List<Corpus> corpora, string mode, bool caseless, double seconds)
    {
        string folder = Directory.CreateTempSubdirectory("gbgateway-hyperscan").FullName;
        try
        {
            string source = Path.Combine(AppContext.BaseDirectory, "peers", "hyperscan.cpp");
            string program = Path.Combine(folder, "peer");
            if (!File.Exists("/usr/include/hs/hs.h") || Start("g++", $"-O3 -march=native -I/usr/include/hs -o {program} {source} -lhs") is null)
            {
                Console.WriteLine("Hyperscan: skipped, it needs g++ and libhyperscan-dev");
                return null;
            }

            string library = Path.Combine(folder, "words");
            File.WriteAllLines(library, words);
            foreach (Corpus corpus in corpora)
            {
                File.WriteAllBytes(Path.Combine(folder, corpus.Name), corpus.Bytes);
            }

            string files = string.Join(' ', corpora.Select(corpus => Path.Combine(folder, corpus.Name)));
            string? output = Start(program, string.Create(CultureInfo.InvariantCulture, $"{library} {mode} {(caseless ? 1 : 0)} {seconds} {files}"));
            string[] lines = output?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];
            if (lines.Length != corpora.Count + 1)
            {
                Console.WriteLine("Hyperscan: skipped, the library could not be compiled for it");
                return null;
            }

            double[] speeds = [.. lines[1..].Select(static line => double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture))];
            string name = $"Hyperscan {mode}{(caseless ? ", caseless" : ", exact")}{(mode == "stream" ? " 24 B" : "")}";
            Console.WriteLine($"{name,-34}{string.Join("", speeds.Select(static speed => $"{speed,9:F0}"))}   {lines[0]}");
            return Enumerable.Range(0, speeds.Length).ToDictionary(i => corpora[i].Name, i => speeds[i]);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static string? Start(string program, string arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
