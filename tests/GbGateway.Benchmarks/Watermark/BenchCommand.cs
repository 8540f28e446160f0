using System.Diagnostics;
using GbGateway.Benchmarks.Watermark.Attacks;
using GbGateway.Labels.Watermark;

namespace GbGateway.Benchmarks.Watermark;

/// <summary>CPU time of embedding and detecting, one thread, median of many; and what a picture allocates.</summary>
internal static class BenchCommand
{
    public static int Run()
    {
        var key = BenchmarkKeys.Make(1);
        var detector = new WatermarkDetector(WatermarkKeys.Of(key));
        Console.WriteLine("| size | embed RGB ms (ms/MP) | RGBA | gray | allocated B | hit ms | rotated hit ms | negative ms | allocated B |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var side in new[] { 512, 1024, 2048, 4096 })
        {
            var picture = Scenes.Landscape(side, side, 1);
            var marked = picture.Copy();
            var rgb = Median(() => WatermarkEmbedder.Embed(marked.Buffer, key, 1));
            var rgba = AddAlpha(picture);
            var withAlpha = Median(() => WatermarkEmbedder.Embed(new PixelBuffer(rgba, side, side, 4 * side, PixelLayout.Rgba), key, 1));
            var gray = picture.Rgb[..(side * side)];
            var single = Median(() => WatermarkEmbedder.Embed(new PixelBuffer(gray, side, side, side, PixelLayout.Gray), key, 1));
            var embedBytes = Allocated(() => WatermarkEmbedder.Embed(marked.Buffer, key, 1));

            marked = picture.Copy();
            WatermarkEmbedder.Embed(marked.Buffer, key, 1);
            var rotated = AttackSteps.Rotate(2).On(marked, 1);
            var hit = Median(() => detector.Detect(marked.View));
            var turned = Median(() => detector.Detect(rotated.View));
            var negative = Median(() => detector.Detect(picture.View));
            var detectBytes = Allocated(() => detector.Detect(picture.View));
            Console.WriteLine($"| {side} x {side} | {rgb:F2} ({rgb / picture.Megapixels:F2}) | {withAlpha:F2} | {single:F2} | {embedBytes} "
                + $"| {hit:F1} | {turned:F1} | {negative:F1} | {detectBytes} |");
        }
        Console.WriteLine();
        var file = new LumaJpeg(Scenes.Landscape(1024, 1024, 1), 90);
        var before = (short[])file.Coefficients.Clone();
        var coefficients = Median(() =>
        {
            before.CopyTo(file.Coefficients, 0);
            JpegWatermarkEmbedder.Embed(file.Blocks, key, 1);
        });
        Console.WriteLine($"1024 x 1024 JPEG of quality 90, in its coefficients: {coefficients:F2} ms, "
            + $"{Allocated(() => JpegWatermarkEmbedder.Embed(file.Blocks, key, 1))} B allocated");
        return 0;
    }

    private static byte[] AddAlpha(Picture picture)
    {
        var rgba = new byte[4 * picture.Width * picture.Height];
        for (var i = 0; i < picture.Width * picture.Height; i++)
        {
            picture.Rgb.AsSpan(3 * i, 3).CopyTo(rgba.AsSpan(4 * i));
            rgba[4 * i + 3] = 255;
        }
        return rgba;
    }

    /// <summary>Median CPU time in ms: other processes' work doesn't count.</summary>
    private static double Median(Action action)
    {
        var times = new List<double>();
        var whole = Stopwatch.StartNew();
        for (var warm = 0; warm < 30; warm++)
        {
            action();
        }
        while (times.Count < 15 || (whole.Elapsed.TotalSeconds < 2 && times.Count < 300))
        {
            var start = Environment.CpuUsage.TotalTime;
            action();
            times.Add((Environment.CpuUsage.TotalTime - start).TotalMilliseconds);
        }
        times.Sort();
        return times[times.Count / 2];
    }

    private static long Allocated(Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
