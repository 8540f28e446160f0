using GbGateway.Labels.Explicit;
using NetVips;

namespace GbGateway.Labels.Media.Pixels;

/// <summary>
/// Lays a stamp over a decoded picture. Only the stamp's box is computed; the rest of the picture passes by. Pictures with an alpha channel
/// are blended by their alpha, so that a plate over a transparent corner is as dark as one over an opaque one.
/// </summary>
internal static class StampBlend
{
    public static Image Apply(Image image, PlacedStamp placed)
    {
        var stamp = placed.Stamp;
        var max = image.Format == Enums.BandFormat.Ushort ? 65535.0 : 255.0;
        using var alphaPlane = Plane(stamp.Alpha, stamp);
        using var inkPlane = Plane(stamp.Ink, stamp);
        using var box = image.ExtractArea(placed.X, placed.Y, stamp.Width, stamp.Height);
        using var cover = alphaPlane / 255.0;
        using var ink = inkPlane * (max / 255.0);
        using var through = cover.Linear([-1.0], [1.0]);
        using var blended = image.HasAlpha() ? BlendByAlpha(box, cover, ink, through, max)
            : image.Interpretation == Enums.Interpretation.Cmyk ? BlendInk(box, cover, ink, through, max)
            : BlendOpaque(box, ink, through);
        using var rounded = blended + 0.5; // a cast cuts off
        using var patch = rounded.Cast(image.Format);
        return image.Insert(patch, placed.X, placed.Y);
    }

    private static Image Plane(ReadOnlySpan<byte> samples, Stamp stamp) =>
        Image.NewFromMemoryCopy(samples, stamp.Width, stamp.Height, 1, Enums.BandFormat.Uchar);

    private static Image BlendOpaque(Image box, Image ink, Image through)
    {
        using var seen = box * through;
        return seen + ink;
    }

    /// <summary>CMYK counts darkness: white letters take all ink away, the plate is pure black (K).</summary>
    private static Image BlendInk(Image box, Image cover, Image ink, Image through, double max)
    {
        using var seen = box * through;
        using var opaque = cover * max;
        using var black = opaque - ink;
        using var none = black * 0.0;
        using var added = none.Bandjoin(none, none, black);
        return seen + added;
    }

    private static Image BlendByAlpha(Image box, Image cover, Image ink, Image through, double max)
    {
        var bands = box.Bands;
        using var colour = box.ExtractBand(0, n: bands - 1);
        using var alpha = box.ExtractBand(bands - 1);
        using var share = alpha / max;
        using var behind = share * through;
        using var over = behind + cover;
        using var premultiplied = colour * behind;
        using var sum = premultiplied + ink;
        using var divisor = over + 1e-9; // no division by 0 where nothing at all is shown
        using var mixed = sum / divisor;
        using var nothing = over <= 0.0;
        using var kept = nothing.Ifthenelse(colour, mixed);
        using var opacity = over * max;
        return kept.Bandjoin(opacity);
    }
}
