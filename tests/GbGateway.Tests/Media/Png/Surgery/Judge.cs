using System.Buffers;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Png.Surgery;

namespace GbGateway.Tests.Media.Png.Surgery;

/// <summary>Labels a file and judges the copy: pixels outside the stamp the same, inside near the ideal, chunks in order, size in bounds.</summary>
internal static class Judge
{
    public static readonly byte[] Metadata = PngMaker.Chunk("iTXt", "XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta/>"u8);

    public static byte[] Label(byte[] file, Stamp stamp, int x, int y, PngDrops? drops = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var done = PngSurgery.TryStamp(file, stamp, x, y, Metadata, drops ?? PngDrops.None, output, out var reason);
        Assert.True(done, reason);
        Assert.Empty(reason);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Labels and judges.</summary>
    public static byte[] Accept(byte[] file, Stamp stamp, int x, int y)
    {
        var copy = Label(file, stamp, x, y);
        Compare(PngReader.Read(file), PngReader.Read(copy), stamp, x, y);
        return copy;
    }

    public static void Compare(PngPicture old, PngPicture fresh, Stamp stamp, int x0, int y0, Func<int, int, bool>? skip = null)
    {
        Assert.Equal((old.Width, old.Height, old.Depth, old.Colour), (fresh.Width, fresh.Height, fresh.Depth, fresh.Colour));
        var max = (1 << old.Depth) - 1;
        var alphas = old.Colour is 4 or 6;
        var colours = old.Channels - (alphas ? 1 : 0);
        var tolerance = old.Depth == 16 ? 2 * 257 : Math.Max(0.51, 2.0 * max / 255);
        for (var y = 0; y < old.Height; y++)
        {
            for (var x = 0; x < old.Width; x++)
            {
                var inside = x >= x0 && x < x0 + stamp.Width && y >= y0 && y < y0 + stamp.Height;
                var at = inside ? (y - y0) * stamp.Width + x - x0 : 0;
                var (a, ink) = inside ? (stamp.Alpha[at] / 255.0, stamp.Ink[at] / 255.0) : (0, 0);
                if (a > 0 && skip is not null && skip(x, y))
                {
                    continue;
                }
                var below = alphas ? old.Sample(x, y, colours) / (double)max : 1;
                var total = a + below * (1 - a);
                for (var channel = 0; channel < old.Channels; channel++)
                {
                    var (was, now) = (old.Sample(x, y, channel), fresh.Sample(x, y, channel));
                    if (a == 0)
                    {
                        Assert.True(was == now, $"({x}, {y}) channel {channel} outside the label: {was} became {now}");
                        continue;
                    }
                    var ideal = channel == colours ? total * max : (ink * max + was * below * (1 - a)) / total;
                    Assert.True(Math.Abs(now - ideal) <= tolerance, $"({x}, {y}) channel {channel}: {was} became {now}, ideal {ideal:F2}");
                }
            }
        }
    }
}
