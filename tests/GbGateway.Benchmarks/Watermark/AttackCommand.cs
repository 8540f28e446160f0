using System.Diagnostics;
using GbGateway.Benchmarks.Watermark.Attacks;
using GbGateway.Labels.Watermark;

namespace GbGateway.Benchmarks.Watermark;

/// <summary>Marks every picture, attacks every mark, prints what came back.</summary>
internal static class AttackCommand
{
    public static int Run(IReadOnlyList<Attack> attacks, int maxPictures, WatermarkStrength strength)
    {
        var wrong = 0;
        foreach (var set in PictureSet.Find(maxPictures))
        {
            wrong += Run(set, attacks, strength);
        }
        Console.WriteLine(wrong == 0 ? "No wrong payload." : $"{wrong} WRONG PAYLOADS");
        return wrong == 0 ? 0 : 1;
    }

    private static int Run(PictureSet set, IReadOnlyList<Attack> attacks, WatermarkStrength strength)
    {
        var key = BenchmarkKeys.Make(1);
        var detector = new WatermarkDetector(WatermarkKeys.Of(key));
        var marked = new List<Picture>();
        var (psnrs, ssims) = (new List<double>(), new List<double>());
        foreach (var picture in set.Pictures)
        {
            var copy = picture.Copy();
            WatermarkEmbedder.Embed(copy.Buffer, key, ContentId(marked.Count), strength);
            psnrs.Add(PictureQuality.Psnr(picture, copy));
            ssims.Add(PictureQuality.Ssim(picture, copy));
            marked.Add(copy);
        }
        Console.WriteLine($"## {set.Name}: {marked.Count} pictures, PSNR {psnrs.Average():F2} dB (min {psnrs.Min():F2}), SSIM {ssims.Average():F4} (min {ssims.Min():F4})");
        Console.WriteLine("| attack | right | wrong | score median (min) | ms median |");
        Console.WriteLine("|---|---|---|---|---|");
        var (right, wrong) = (0, 0);
        foreach (var attack in attacks)
        {
            var (ok, bad, scores, times, missed) = (0, 0, new List<double>(), new List<double>(), new List<string>());
            for (var i = 0; i < marked.Count; i++)
            {
                var attacked = attack.On(marked[i], 1000 * i + 7);
                var start = Stopwatch.GetTimestamp();
                var trace = new DetectionTrace();
                var found = detector.Detect(attacked.View, trace);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                scores.Add(found?.Score ?? 0);
                var isRight = found?.Payload.ContentId == ContentId(i);
                ok += isRight ? 1 : 0;
                bad += found is not null && !isRight ? 1 : 0;
                if (!isRight)
                {
                    missed.Add($"{marked[i].Name} (sync {trace.BestSync:F1}, tags {trace.Tags}, score {trace.BestScore:F0})");
                }
            }
            (right, wrong) = (right + ok, wrong + bad);
            Console.WriteLine($"| {attack.Name} | {ok}/{marked.Count} | {bad} | {Median(scores):F0} ({scores.Min():F0}) | {Median(times):F1} | {string.Join(' ', missed)}");
        }
        Console.WriteLine($"{set.Name}: {right}/{attacks.Count * marked.Count} right, {wrong} wrong");
        Console.WriteLine();
        return wrong;
    }

    private static ulong ContentId(int i) => 0x5A5A_0000_0000 + (ulong)i * 7_654_321;

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
