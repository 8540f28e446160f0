using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using GbGateway.Benchmarks.Surgery;
using GbGateway.Labels;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media;
using GbGateway.Labels.Media.Jpeg;
using GbGateway.Labels.Media.Pixels;
using GbGateway.Labels.Media.Png;
using GbGateway.Labels.Media.Webp;
using NetVips;

namespace GbGateway.Benchmarks.Media;

/// <summary>
/// Labelling whole files, metadata included, as the gateway does it, against libvips, sharp, ImageMagick and a copy, in one run: CPU ms a
/// picture and peak memory above an idle process. <c>-- media [max size, default 4096] [filter] [--memory]</c>. Peers that are not there
/// (sharp needs <c>NODE_PATH</c>) are left out. Peers write no metadata: their work is less than ours.
/// </summary>
internal static class MediaBenchmark
{
    private static readonly LabelOrder Order = new() { Metadata = AigcMetadata.ByProducer("001191000000000000000K10001", "01JBENCHMARK00000000000001") };

    public static int Run(string[] args)
    {
        _ = MediaFormats.All;
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        if (args is ["work", var path, var way])
        {
            return Work(path, way);
        }
        var max = args.Length > 0 && int.TryParse(args[0], out var size) ? size : 4096;
        var filter = args.Skip(1).FirstOrDefault(static a => a[0] != '-') ?? "";
        var memory = args.Contains("--memory");
        Console.WriteLine("file\tKB\tpath\tours ms\tcopy ms\tx copy\tvips ms\tvips/ours\tsharp ms\tsharp/ours\tmagick ms\tmagick/ours\tgrowth %\talloc B\tpeak MB ours/vips/sharp");
        foreach (var (name, file) in Inputs(max).Where(i => i.Name.Contains(filter, StringComparison.Ordinal)))
        {
            Measure(name, file, memory);
        }
        return 0;
    }

    private static IEnumerable<(string Name, byte[] File)> Inputs(int max)
    {
        foreach (var (name, file) in PngInputs.All(max).Where(static i => i.Name.Contains('_', StringComparison.Ordinal) && !i.Name.StartsWith('k')))
        {
            yield return (name + ".png", file);
            using var picture = Image.PngloadBuffer(file);
            yield return (name + "_q90.webp", picture.WebpsaveBuffer(q: 90, keep: Enums.ForeignKeep.None));
        }
        foreach (var (name, file) in JpegInputs.All(max, "420").Where(static i => i.Name.EndsWith("420", StringComparison.Ordinal) || i.Name.EndsWith("420p", StringComparison.Ordinal)))
        {
            yield return (name + ".jpg", file);
        }
    }

    private static void Measure(string name, byte[] file, bool memory)
    {
        var output = new ArrayBufferWriter<byte>(file.Length + file.Length / 4 + 65536);
        var receipt = Label(file, output);
        if (!receipt.IsLabelled)
        {
            Console.WriteLine($"{name}\t{file.Length / 1024}\t{receipt.Reason}");
            return;
        }
        var growth = 100.0 * (output.WrittenCount - file.Length) / file.Length;
        var (ours, allocated) = CpuClock.Time(() => Label(file, output), 700, 8);
        var target = new byte[file.Length];
        var (copy, _) = CpuClock.Time(() => file.CopyTo(target, 0), 200, 20);
        var format = MediaFormats.Detect(file)!;
        format.TryReadFacts(file, out var facts);
        var placed = PlacedStamp.For(Order.Wording!, Order.Position, facts);
        var (vips, _) = CpuClock.Time(() => Transcode(file, facts, placed), 400, 3);
        var extension = Path.GetExtension(name);
        var path = Path.Combine(Path.GetTempPath(), $"gbgateway-bench-{Environment.ProcessId}{extension}");
        File.WriteAllBytes(path, file);
        using var peers = new MediaPeers(path, placed);
        var (sharp, sharpPeak) = peers.Sharp(progressive: name.Contains("420p", StringComparison.Ordinal));
        var magick = peers.Magick();
        var peaks = memory ? $"{Peak(path, "ours")}/{Peak(path, "vips")}/{sharpPeak}" : $"-/-/{sharpPeak}";
        File.Delete(path);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}\t{file.Length / 1024}\t{receipt.Path}\t{ours:F3}\t{copy:F4}\t{ours / copy:F0}\t{vips:F1}\t{vips / ours:F1}\t{sharp:F1}\t{sharp / ours:F1}\t{magick:F1}\t{magick / ours:F1}\t{growth:F2}\t{allocated}\t{peaks}"));
    }

    private static LabelReceipt Label(byte[] file, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        return MediaLabeler.WriteLabels(file, Order, output);
    }

    private static TranscodedPixels Transcode(byte[] file, MediaFacts facts, PlacedStamp placed) => MediaFormats.Detect(file) switch
    {
        PngFormat => PngPixels.Transcode(file, new PixelWork(facts, placed, null)),
        JpegFormat => JpegPixels.Transcode(file, new PixelWork(facts, placed, null)),
        _ => WebpPixels.Transcode(file, new PixelWork(facts, placed, null)),
    };

    /// <summary>The peak memory of a process of its own that does the work five times, above one that only reads the file; MB.</summary>
    private static string Peak(string path, string way)
    {
        var idle = RunSelf(path, "idle");
        return (RunSelf(path, way) - idle).ToString("F0", CultureInfo.InvariantCulture);
    }

    private static double RunSelf(string path, string way)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(MediaBenchmark).Assembly.Location);
        }
        foreach (var argument in new[] { "media", "work", path, way })
        {
            start.ArgumentList.Add(argument);
        }
        using var child = Process.Start(start)!;
        var line = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return double.Parse(line, CultureInfo.InvariantCulture);
    }

    private static int Work(string path, string way)
    {
        var file = File.ReadAllBytes(path);
        var format = MediaFormats.Detect(file)!;
        format.TryReadFacts(file, out var facts);
        var placed = PlacedStamp.For(Order.Wording!, Order.Position, facts);
        var output = new ArrayBufferWriter<byte>(file.Length + file.Length / 4 + 65536);
        for (var i = 0; i < 5 && way != "idle"; i++)
        {
            if (way == "ours")
            {
                Label(file, output);
            }
            else
            {
                Transcode(file, facts, placed);
            }
        }
        using var self = Process.GetCurrentProcess();
        Console.WriteLine((self.PeakWorkingSet64 / 1048576.0).ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}
