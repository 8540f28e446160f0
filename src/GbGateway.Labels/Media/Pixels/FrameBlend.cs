using GbGateway.Labels.Explicit;
using NetVips;

namespace GbGateway.Labels.Media.Pixels;

/// <summary>Lays a stamp over every frame of an animation, decoded as one tall picture. Frames have 8 bits a sample, with straight alpha or without.</summary>
internal static class FrameBlend
{
    /// <summary>What tells an encoder where frames begin and how long they show.</summary>
    private static readonly string[] Timing = ["page-height", "n-pages", "delay", "loop", "background", "gif-delay", "gif-loop"];

    public static Image Apply(Image image, PlacedStamp placed, MediaFacts facts)
    {
        var samples = image.WriteToMemory<byte>();
        var rowLength = image.Width * image.Bands;
        for (var frame = 0; frame < facts.Frames; frame++)
        {
            for (var row = 0; row < placed.Stamp.Height; row++)
            {
                var at = ((long)frame * facts.Height + placed.Y + row) * rowLength + (long)placed.X * image.Bands;
                var span = samples.AsSpan((int)at, placed.Stamp.Width * image.Bands);
                BlendRow(span, placed.Stamp.Alpha[(row * placed.Stamp.Width)..], placed.Stamp.Ink[(row * placed.Stamp.Width)..], image.Bands, image.HasAlpha());
            }
        }
        using var blended = Image.NewFromMemory(samples, image.Width, image.Height, image.Bands, Enums.BandFormat.Uchar);
        using var coloured = blended.Copy(interpretation: image.Interpretation);
        return coloured.Mutate(mutable =>
        {
            foreach (var name in image.GetFields())
            {
                if (Timing.AsSpan().Contains(name))
                {
                    mutable.Set(image.GetTypeOf(name), name, image.Get(name));
                }
            }
        });
    }

    private static void BlendRow(Span<byte> samples, ReadOnlySpan<byte> alpha, ReadOnlySpan<byte> ink, int bands, bool hasAlpha)
    {
        var colours = hasAlpha ? bands - 1 : bands;
        for (var x = 0; x * bands < samples.Length; x++)
        {
            if (alpha[x] == 0)
            {
                continue;
            }
            var pixel = samples.Slice(x * bands, bands);
            var shown = (hasAlpha ? pixel[colours] : 255) * (255 - alpha[x]);
            var total = alpha[x] * 255 + shown;
            for (var band = 0; band < colours; band++)
            {
                pixel[band] = (byte)Math.Min(255, (ink[x] * 65025 + pixel[band] * shown + total / 2) / total);
            }
            if (hasAlpha)
            {
                pixel[colours] = (byte)((total + 127) / 255);
            }
        }
    }
}
