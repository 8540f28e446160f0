using GbGateway.Tests.Media.Jpeg.Surgery.Support;

namespace GbGateway.Tests.Media.Jpeg.Surgery;

public sealed class ProgressiveSurgeryTests
{
    [Theory]
    [InlineData(331, 257, 90, true, false, 0, 12)]
    [InlineData(331, 257, 90, false, false, 0, 12)]
    [InlineData(331, 257, 90, false, true, 0, 12)]
    [InlineData(331, 257, 90, true, false, 0, 0)]
    [InlineData(640, 480, 75, true, false, 0, 3)]
    [InlineData(640, 480, 40, true, false, 0, 0)]
    [InlineData(640, 480, 100, true, false, 0, 0)]
    [InlineData(200, 150, 90, true, false, 1, 12)]
    [InlineData(200, 150, 90, false, false, 5, 3)]
    [InlineData(200, 150, 90, false, true, 7, 12)]
    [InlineData(17, 19, 90, true, false, 0, 12)]
    public void Coefficients_outside_the_label_stay(int width, int height, int quality, bool subsampled, bool gray, int restart, int noise)
    {
        var file = Scene.Jpeg(width, height, quality, progressive: true, subsampled: subsampled, gray: gray, restart: restart, noise: noise);
        var stamp = Scene.Stamp(width / 3, Math.Max(3, height / 9));
        var (right, bottom) = (width - stamp.Width, height - stamp.Height);
        foreach (var (x, y) in new[] { (0, 0), (width / 50, height / 50), (right, 5), (3, bottom), (right, bottom), (right / 2, bottom / 2) })
        {
            var made = SurgeryJudge.Stamp(file, stamp, x, y);
            Assert.InRange(SurgeryJudge.Check(file, made, stamp, x, y), quality < 90 ? 24 : 28, 99);
        }
    }

    [Fact]
    public void Every_scan_after_the_label_passes_byte_for_byte()
    {
        var file = Scene.Jpeg(640, 640, progressive: true);
        var stamp = Scene.Stamp(160, 40);
        var made = SurgeryJudge.Stamp(file, stamp, 0, 0);
        Assert.InRange(Math.Abs(made.Length - file.Length), 0, file.Length / 50 + 1024);
        // Each half of the picture's code lies in ten scans; the lower half of each must be found again.
        var kept = 0;
        for (var at = 0; at + 64 <= file.Length; at += 64)
        {
            kept += made.AsSpan().IndexOf(file.AsSpan(at, 64)) >= 0 ? 64 : 0;
        }
        Assert.InRange(kept, file.Length * 8 / 10, file.Length);
    }
}
