using GbGateway.Labels.Explicit;

namespace GbGateway.Tests.Media;

/// <summary>Compares a picture before and after labelling with what ideal blending would give.</summary>
internal static class PictureDifference
{
    /// <summary>Largest error outside the stamp's box (grown by <paramref name="reach"/>), mean error inside, mean change inside; in steps of 8 bits.</summary>
    public static (double Outside, double Inside, double Changed) Measure(
        (byte[] Samples, int Width, int Height, int Bands, int SampleBytes) before,
        (byte[] Samples, int Width, int Height, int Bands, int SampleBytes) after,
        PlacedStamp placed, int reach, bool isCmyk)
    {
        var (outside, inside, changed, count) = (0.0, 0.0, 0.0, 0);
        var max = before.SampleBytes == 2 ? 65535.0 : 255.0;
        var hasAlpha = before.Bands is 2 or 4 && !isCmyk;
        for (var y = 0; y < before.Height; y++)
        {
            for (var x = 0; x < before.Width; x++)
            {
                var (sx, sy) = (x - placed.X, y - placed.Y);
                var within = sx >= 0 && sy >= 0 && sx < placed.Stamp.Width && sy < placed.Stamp.Height;
                var near = sx >= -reach && sy >= -reach && sx < placed.Stamp.Width + reach && sy < placed.Stamp.Height + reach;
                if (near && !within)
                {
                    continue;
                }
                var at = (y * before.Width + x) * before.Bands;
                var stamp = within ? sy * placed.Stamp.Width + sx : -1;
                var opacity = within ? placed.Stamp.Alpha[stamp] / 255.0 : 0;
                var ink = within ? placed.Stamp.Ink[stamp] / 255.0 : 0;
                var share = hasAlpha ? Sample(before, at + before.Bands - 1) / max : 1;
                var over = opacity + share * (1 - opacity);
                for (var band = 0; band < before.Bands; band++)
                {
                    var (was, now) = (Sample(before, at + band) / max, Sample(after, at + band) / max);
                    var last = band == before.Bands - 1;
                    var ideal = hasAlpha && last ? over
                        : over == 0 ? was
                        : isCmyk ? was * (1 - opacity) + (last ? opacity - ink : 0)
                        : (ink + was * share * (1 - opacity)) / over;
                    var error = 255 * Math.Abs(now - (within ? ideal : was));
                    if (!within)
                    {
                        outside = Math.Max(outside, reach == 0 ? error : 0);
                        // A lossy codec is judged by its mean, added up below.
                        outside += reach == 0 ? 0 : error / ((double)before.Width * before.Height * before.Bands);
                        continue;
                    }
                    inside = reach == 0 ? Math.Max(inside, error) : inside + error;
                    changed += 255 * Math.Abs(now - was);
                    count++;
                }
            }
        }
        return (outside, reach == 0 ? inside : inside / count, changed / count);
    }

    private static double Sample((byte[] Samples, int Width, int Height, int Bands, int SampleBytes) picture, int index) =>
        picture.SampleBytes == 2 ? BitConverter.ToUInt16(picture.Samples, 2 * index) : picture.Samples[index];
}
