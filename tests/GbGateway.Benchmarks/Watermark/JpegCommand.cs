using GbGateway.Benchmarks.Watermark.Attacks;
using GbGateway.Labels.Watermark;

namespace GbGateway.Benchmarks.Watermark;

/// <summary>Marks quantised luma coefficients of several qualities and attacks what a decoder makes of them.</summary>
internal static class JpegCommand
{
    private static readonly string[] Asked =
        ["none", "jpeg70", "jpeg50", "jpeg30", "webp70", "rs0.5", "rs0.75", "crop50", "crop25", "wechat", "crop50+wechat", "rot2", "noise10"];

    public static int Run(int maxPictures)
    {
        var attacks = AttackList.Core.Where(static attack => Asked.Contains(attack.Name)).ToArray();
        var pictures = PictureSet.Find(maxPictures).SelectMany(static set => set.Pictures).ToArray();
        var key = BenchmarkKeys.Make(1);
        var detector = new WatermarkDetector(WatermarkKeys.Of(key));
        var wrong = 0;
        foreach (var quality in new[] { 95, 90, 80, 75, 50 })
        {
            var (right, tried, coarse, cpu, psnrs, ssims, missed) = (0, 0, 0, 0.0, new List<double>(), new List<double>(), new List<string>());
            foreach (var picture in pictures)
            {
                var file = new LumaJpeg(picture, quality);
                var before = file.Decode(picture.Name);
                var start = Environment.CpuUsage.TotalTime;
                var receipt = JpegWatermarkEmbedder.Embed(file.Blocks, key, 77);
                cpu += (Environment.CpuUsage.TotalTime - start).TotalMilliseconds / picture.Megapixels;
                if (receipt.Outcome != WatermarkOutcome.Marked)
                {
                    coarse++;
                    continue;
                }
                var marked = file.Decode(picture.Name);
                psnrs.Add(PictureQuality.Psnr(before, marked));
                ssims.Add(PictureQuality.Ssim(before, marked));
                foreach (var attack in attacks)
                {
                    var found = detector.Detect(attack.On(marked, 7).View);
                    tried++;
                    right += found?.Payload.ContentId == 77 ? 1 : 0;
                    wrong += found is not null && found.Payload.ContentId != 77 ? 1 : 0;
                    if (found is null)
                    {
                        missed.Add($"{picture.Name}/{attack.Name}");
                    }
                }
            }
            Console.WriteLine($"q{quality}: {right}/{tried} right, {wrong} wrong, {coarse} too coarse of {pictures.Length}; "
                + $"{cpu / pictures.Length:F2} ms CPU/MP; PSNR {psnrs.DefaultIfEmpty().Average():F2} (min {psnrs.DefaultIfEmpty().Min():F2}), "
                + $"SSIM {ssims.DefaultIfEmpty().Average():F4} (min {ssims.DefaultIfEmpty().Min():F4}); missed: {string.Join(' ', missed)}");
        }
        return wrong;
    }
}
