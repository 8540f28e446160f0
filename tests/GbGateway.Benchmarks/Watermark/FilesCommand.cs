using System.Buffers;
using GbGateway.Benchmarks.Watermark.Attacks;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Labels.Watermark;

namespace GbGateway.Benchmarks.Watermark;

/// <summary>Whole files through the product's path: both labels, with the watermark and without; CPU time of the process (libvips has threads of its own), bytes, managed memory.</summary>
internal static class FilesCommand
{
    public static int Run(string[] files)
    {
        var key = BenchmarkKeys.Make(1);
        var detector = new WatermarkDetector(WatermarkKeys.Of(key));
        var bare = new LabelOrder { Metadata = AigcMetadata.ByProducer("001191110102MACQD9K64018705", "benchmark") };
        var marked = bare with { Watermark = new WatermarkOrder(key, 0x1357_9BDF_0246, WatermarkStrength.Standard) };
        Console.WriteLine("| file | size | labels ms | + mark ms | path | bytes before | labels | + mark | outcome | PSNR | read back | managed B |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        var failed = 0;
        foreach (var (name, file) in files.Length > 0 ? files.Select(static file => (Path.GetFileName(file), File.ReadAllBytes(file))) : SampleFiles.Make())
        {
            var output = new ArrayBufferWriter<byte>(file.Length * 4 + (1 << 20));
            var (without, _, _) = Time(file, bare, output);
            var labels = output.WrittenCount;
            var (with, allocated, receipt) = Time(file, marked, output);
            var found = receipt.IsLabelled ? Detect(detector, output.WrittenSpan) : null;
            var isRight = found == marked.Watermark.ContentId;
            failed += receipt.Watermark?.Outcome == WatermarkOutcome.Marked && !isRight ? 1 : 0;
            Console.WriteLine($"| {name} | {receipt.Width} x {receipt.Height} | {without:F2} | {with:F2} | {receipt.Path}{(receipt.FallbackReason is { } why ? $" ({why})" : "")} "
                + $"| {file.Length} | {Growth(labels, file.Length)} | {Growth(output.WrittenCount, file.Length)} "
                + $"| {receipt.Watermark?.Outcome.ToString() ?? receipt.Reason} | {receipt.Watermark?.Psnr:F1} | {(isRight ? "yes" : "no")} | {allocated} |");
        }
        return failed == 0 ? 0 : 1;
    }

    private static double Cpu => Environment.CpuUsage.TotalTime.TotalSeconds;

    private static string Growth(int now, int before) => $"{100.0 * now / before - 100:+0.0;-0.0} %";

    private static (double Ms, long Allocated, LabelReceipt Receipt) Time(byte[] file, LabelOrder order, ArrayBufferWriter<byte> output)
    {
        LabelReceipt receipt = null!;
        var times = new List<double>();
        var allocated = 0L;
        var begin = Cpu;
        // The first rounds, until the run-time has optimised what is called often, don't count.
        for (var round = 0; round < 3 || (Cpu - begin < 2 && round < 120); round++)
        {
            output.ResetWrittenCount();
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var start = Cpu;
            receipt = MediaLabeler.WriteLabels(file, order, output);
            times.Add((Cpu - start) * 1000);
            allocated = GC.GetAllocatedBytesForCurrentThread() - bytes;
        }
        var settled = times[(times.Count / 2)..];
        settled.Sort();
        return (settled[settled.Count / 2], allocated, receipt);
    }

    private static ulong? Detect(WatermarkDetector detector, ReadOnlySpan<byte> file)
    {
        using var image = NetVips.Image.NewFromBuffer(file.ToArray());
        return detector.Detect(Picture.From("", image).View)?.Payload.ContentId;
    }
}
