using System.Diagnostics;
using GbGateway.Labels.Watermark;
using NetVips;

namespace GbGateway.Benchmarks.Watermark;

internal static class WatermarkCommands
{
    public static int Run(string[] args)
    {
        NetVips.NetVips.Concurrency = 1;
        var key = new WatermarkKey(3, System.Text.Encoding.ASCII.GetBytes("a smoke test key of some length"));
        var det = new WatermarkDetector(WatermarkKeys.Of(key));
        Console.WriteLine($"threshold {det.Threshold}");
        foreach (var f in args)
        {
            using var im = Image.NewFromFile(f).Flatten().Colourspace(Enums.Interpretation.Srgb);
            var (w, h) = (im.Width, im.Height);
            var raw = im.WriteToMemory<byte>();
            var copy = (byte[])raw.Clone();
            var sw = Stopwatch.StartNew();
            var r = WatermarkEmbedder.Embed(new PixelBuffer(copy, w, h, 3 * w, PixelLayout.Rgb), key, 0x123456789ABC);
            var t1 = sw.Elapsed.TotalMilliseconds;
            double e = 0;
            for (var i = 0; i < raw.Length; i++) { double d = raw[i] - copy[i]; e += d * d; }
            sw.Restart();
            var tr = new DetectionTrace();
            var d2 = det.Detect(new PixelView(copy, w, h, 3 * w, PixelLayout.Rgb), tr);
            var t2 = sw.Elapsed.TotalMilliseconds;
            sw.Restart();
            d2 = det.Detect(new PixelView(copy, w, h, 3 * w, PixelLayout.Rgb), tr);
            t2 = sw.Elapsed.TotalMilliseconds;
            var tr0 = new DetectionTrace();
            sw.Restart();
            var d0 = det.Detect(new PixelView(raw, w, h, 3 * w, PixelLayout.Rgb), tr0);
            var t3 = sw.Elapsed.TotalMilliseconds;
            Console.WriteLine($"{Path.GetFileName(f)} {w}x{h} {r} psnr {10 * Math.Log10(65025 / (e / raw.Length)):F2} embed {t1:F1} det {t2:F1} neg {t3:F1} bestsync {tr.BestSync:F2} tags {tr.Tags}");
            Console.WriteLine($"   {d2?.ToString() ?? "none"} | neg {tr0.BestSync:F2} {d0}");
        }
        return 0;
    }
}
