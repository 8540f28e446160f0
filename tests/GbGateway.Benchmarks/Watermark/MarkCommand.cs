using GbGateway.Benchmarks.Watermark.Attacks;
using GbGateway.Labels.Watermark;

namespace GbGateway.Benchmarks.Watermark;

/// <summary>Writes marked pictures beside their originals, to be looked at or read by another detector.</summary>
internal static class MarkCommand
{
    public static int Run(string folder, int maxPictures)
    {
        Directory.CreateDirectory(folder);
        var key = BenchmarkKeys.Make(1);
        WriteKey(key, Path.Combine(folder, "key.txt"));
        File.WriteAllText(Path.Combine(folder, "tagkey.txt"), Convert.ToHexStringLower(key.TagKey));
        var contentId = 0UL;
        foreach (var picture in PictureSet.Find(maxPictures).SelectMany(static set => set.Pictures))
        {
            var copy = picture.Copy();
            contentId += 0x1234_5678_9ABC;
            contentId &= WatermarkPayload.MaxContentId;
            var receipt = WatermarkEmbedder.Embed(copy.Buffer, key, contentId);
            using var before = picture.ToImage();
            using var after = copy.ToImage();
            before.Pngsave(Path.Combine(folder, picture.Name + ".original.png"));
            after.Pngsave(Path.Combine(folder, picture.Name + ".marked.png"));
            File.WriteAllText(Path.Combine(folder, picture.Name + ".word.txt"), WatermarkWord.Seal(key, contentId, receipt.Period).ToString("x"));
            Console.WriteLine($"{picture.Name}: {receipt}, measured PSNR {PictureQuality.Psnr(picture, copy):F2}, SSIM {PictureQuality.Ssim(picture, copy):F4}");
        }
        return 0;
    }

    /// <summary>The carrier in numbers: sync lines "k l phase", data lines, interleaver. This key is public.</summary>
    private static void WriteKey(WatermarkKey key, string file)
    {
        var schedule = key.Schedule;
        using var writer = new StreamWriter(file);
        for (var i = 0; i < Lattice.SyncLines; i++)
        {
            var line = schedule.SyncLines[i];
            writer.WriteLine($"s {Lattice.K[line]} {Lattice.L[line]} {Math.Atan2(schedule.SyncSin[i], schedule.SyncCos[i]):R}");
        }
        for (var i = 0; i < Lattice.DataLines; i++)
        {
            var line = schedule.DataLines[i];
            writer.WriteLine($"d {Lattice.K[line]} {Lattice.L[line]} {Math.Atan2(schedule.DataSin[i], schedule.DataCos[i]):R}");
        }
        writer.WriteLine("i " + string.Join(' ', schedule.Interleaver));
    }
}
