using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using GbGateway.Labels;
using GbGateway.Labels.Media;

namespace GbGateway.Benchmarks.Media;

/// <summary>
/// Mutates real files and labels what comes out, for as long as asked: <c>-- media fuzz FOLDER [seconds, default 60] [seed, default 1]</c>.
/// An exception, a label that isn't read back exactly once, or one call over five seconds of CPU time is a finding; its file is kept in
/// <c>fuzz-findings</c>. The same seed makes the same files.
/// </summary>
internal static class MediaFuzz
{
    private const int MaxFile = 200_000;
    private const double MaxCpuMs = 5000;

    private static readonly LabelOrder Both = new()
    {
        Metadata = AigcMetadata.ByProducer("001191000000000000000K10001", "01JFUZZ0000000000000000001"),
        Limits = new MediaLimits(64 << 20, 4_000_000, 200),
    };

    public static int Run(string[] args)
    {
        if (args.Length == 0 || !Directory.Exists(args[0]))
        {
            Console.Error.WriteLine("media fuzz FOLDER [seconds] [seed]");
            return 2;
        }
        var seconds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 60;
        var random = new Random(args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1);
        var seeds = Directory.EnumerateFiles(args[0], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(static path => new FileInfo(path).Length <= MaxFile).Select(File.ReadAllBytes)
            .Where(static file => MediaFormats.Detect(file.AsSpan(0, Math.Min(file.Length, 32))) is not null).ToArray();
        var tally = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var findings = 0;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < seconds;)
        {
            var file = Mutate(seeds[random.Next(seeds.Length)], seeds[random.Next(seeds.Length)], random);
            var order = Both with { Wording = random.Next(4) == 0 ? null : "AI生成", Position = (LabelPosition)random.Next(4) };
            if (Try(file, order, tally) is { } finding)
            {
                findings++;
                Directory.CreateDirectory("fuzz-findings");
                File.WriteAllBytes(Path.Combine("fuzz-findings", $"{findings}.bin"), file);
                Console.WriteLine($"FINDING {findings}: {finding}");
            }
        }
        foreach (var (what, count) in tally)
        {
            Console.WriteLine($"{count,8}  {what}");
        }
        Console.WriteLine($"{tally.Values.Sum()} files, {findings} findings");
        return findings == 0 ? 0 : 1;
    }

    private static string? Try(byte[] file, LabelOrder order, SortedDictionary<string, int> tally)
    {
        using var self = Process.GetCurrentProcess();
        var cpu = self.TotalProcessorTime;
        try
        {
            var output = new ArrayBufferWriter<byte>();
            var receipt = MediaLabeler.WriteLabels(file, order, output);
            var key = $"{receipt.Format} {receipt.Outcome} {receipt.Path}";
            tally[key] = tally.GetValueOrDefault(key) + 1;
            if (receipt.IsLabelled)
            {
                var found = new List<FoundLabel>();
                MediaFormats.Detect(output.WrittenSpan[..32])!.FindImplicitLabels(output.WrittenSpan, found);
                if (found.Count != 1 || found[0].Metadata != order.Metadata)
                {
                    return $"{key}: {found.Count} labels read back";
                }
            }
            self.Refresh();
            var spent = (self.TotalProcessorTime - cpu).TotalMilliseconds;
            return spent > MaxCpuMs ? $"{key}: {spent:F0} ms" : null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e.ToString();
        }
    }

    private static byte[] Mutate(byte[] seed, byte[] other, Random random)
    {
        var file = seed.ToList();
        for (var changes = 1 + random.Next(6); changes > 0 && file.Count > 8; changes--)
        {
            // Structure is at the head: half of the changes go there.
            var at = random.Next(random.Next(2) == 0 ? Math.Min(file.Count, 600) : file.Count);
            switch (random.Next(8))
            {
                case 0:
                    file.RemoveRange(at, Math.Min(file.Count - at, random.Next(1, 64)));
                    break;
                case 1:
                    file.RemoveRange(at, file.Count - at);
                    break;
                case 2:
                    file.InsertRange(at, file.Skip(random.Next(file.Count)).Take(random.Next(1, 400)).ToArray());
                    break;
                case 3:
                    file.InsertRange(at, other.Skip(random.Next(other.Length)).Take(random.Next(1, 400)).ToArray());
                    break;
                case 4:
                    file[at] = (byte)(random.Next(3) switch { 0 => 0, 1 => 255, _ => 128 });
                    break;
                case 5:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    file[at] = (byte)random.Next(256);
                    break;
            }
        }
        return [.. file];
    }
}
