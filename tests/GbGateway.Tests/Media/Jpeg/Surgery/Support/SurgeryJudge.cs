using System.Buffers;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Jpeg.Surgery;

namespace GbGateway.Tests.Media.Jpeg.Surgery.Support;

/// <summary>Compares a picture before and after surgery, coefficient by coefficient.</summary>
internal static class SurgeryJudge
{
    public static byte[] Stamp(byte[] file, Stamp stamp, int x, int y)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.True(JpegSurgery.TryStamp(file, stamp, x, y, [], output, out var reason), reason);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Asserts that coefficients outside the MCUs under the stamp are the same, and returns the PSNR of luma under it against ideal blending.</summary>
    public static double Check(byte[] before, byte[] after, Stamp stamp, int x, int y)
    {
        var (old, made) = (PlainDecoder.Decode(before), PlainDecoder.Decode(after));
        Assert.Equal((old.Width, old.Height), (made.Width, made.Height));
        double error = 0;
        var samples = 0;
        for (var c = 0; c < old.Planes.Count; c++)
        {
            var (plane, other) = (old.Planes[c], made.Planes[c]);
            Assert.Equal(plane.Steps, other.Steps);
            var (across, down) = (old.MaxHorizontal / plane.Horizontal, old.MaxVertical / plane.Vertical);
            var (left, right) = (x / (8 * old.MaxHorizontal) * plane.Horizontal, ((x + stamp.Width - 1) / (8 * old.MaxHorizontal) + 1) * plane.Horizontal);
            var (top, bottom) = (y / (8 * old.MaxVertical) * plane.Vertical, ((y + stamp.Height - 1) / (8 * old.MaxVertical) + 1) * plane.Vertical);
            for (var row = 0; row < plane.BlocksHigh; row++)
            {
                for (var column = 0; column < plane.BlocksWide; column++)
                {
                    if (row < top || row >= bottom || column < left || column >= right)
                    {
                        if (!plane.Block(column, row).SequenceEqual(other.Block(column, row)))
                        {
                            Assert.Fail($"component {c}, block {column},{row} changed outside the label");
                        }
                    }
                    else if (c == 0)
                    {
                        AddError(stamp, plane, other, column, row, x, y, across, down, ref error, ref samples);
                    }
                }
            }
        }
        return 10 * Math.Log10(255.0 * 255.0 * samples / Math.Max(error, 1e-9));
    }

    private static void AddError(Stamp stamp, CoefficientPlane plane, CoefficientPlane other, int column, int row, int x, int y, int across, int down, ref double error, ref int samples)
    {
        var (was, made) = (plane.Samples(column, row), other.Samples(column, row));
        for (var i = 0; i < 64; i++)
        {
            double alpha = 0, ink = 0;
            for (var s = 0; s < across * down; s++)
            {
                var (px, py) = ((column * 8 + (i & 7)) * across + s % across - x, (row * 8 + (i >> 3)) * down + s / across - y);
                if (px >= 0 && py >= 0 && px < stamp.Width && py < stamp.Height)
                {
                    alpha += stamp.Alpha[py * stamp.Width + px];
                    ink += stamp.Ink[py * stamp.Width + px];
                }
            }
            var ideal = Math.Clamp(was[i], 0, 255) * (1 - alpha / (255 * across * down)) + ink / (across * down);
            var off = ideal - Math.Clamp(made[i], 0, 255);
            error += off * off;
            samples++;
        }
    }

    /// <summary>Bytes that both files end with.</summary>
    public static int CommonTail(byte[] a, byte[] b)
    {
        var n = 0;
        while (n < Math.Min(a.Length, b.Length) && a[^(n + 1)] == b[^(n + 1)])
        {
            n++;
        }
        return n;
    }
}
