using NetVips;

namespace GbGateway.Benchmarks.Watermark.Attacks;

/// <summary>The single steps attacks are made of.</summary>
internal static class AttackSteps
{
    public static Attack None { get; } = new("none", static (image, _) => image.Copy());

    public static Attack WeChat { get; } = new("wechat", static (image, random) =>
    {
        using var fitted = Fit(image, 1080);
        return Jpeg(70).Apply(fitted, random);
    });

    public static Attack Flip { get; } = new("flip", static (image, _) => image.FlipHor());

    public static Attack Upset { get; } = new("flip vertical", static (image, _) => image.FlipVer());

    public static Attack Gray { get; } = new("gray", static (image, _) => image.Colourspace(Enums.Interpretation.Bw));

    public static Attack Equalize { get; } = new("equalize", static (image, _) => image.HistEqual());

    public static Attack Jpeg(int quality) => new($"jpeg{quality}", (image, _) =>
        Image.NewFromBuffer(image.JpegsaveBuffer(q: quality, subsampleMode: Enums.ForeignSubsample.On)));

    public static Attack Webp(int quality) => new($"webp{quality}", (image, _) => Image.NewFromBuffer(image.WebpsaveBuffer(q: quality)));

    public static Attack Scale(double factor, Enums.Kernel? kernel = null) =>
        new($"rs{factor:0.##}", (image, _) => image.Resize(factor, kernel: kernel));

    public static Attack Screenshot(double factor) => new($"shot{factor:0.##}", (image, _) => image.Resize(factor, kernel: Enums.Kernel.Linear));

    public static Attack ThereAndBack(double factor) => new($"rs{factor:0.##}b", (image, _) =>
    {
        using var there = image.Resize(factor);
        return there.Resize((double)image.Width / there.Width, vscale: (double)image.Height / there.Height);
    });

    public static Attack Aspect(double wide, double high) => new($"aspect({wide:0.##}x{high:0.##})", (image, _) => image.Resize(wide, vscale: high));

    /// <summary>Keeps a part of the area, of the picture's shape, anywhere.</summary>
    public static Attack Crop(int percent) => new($"crop{percent}", (image, random) =>
    {
        var side = Math.Sqrt(percent / 100.0);
        var (width, height) = ((int)(image.Width * side), (int)(image.Height * side));
        return image.ExtractArea(random.Next(image.Width - width + 1), random.Next(image.Height - height + 1), width, height);
    });

    public static Attack Linear(string name, double factor, double offset) =>
        new(name, (image, _) => Bytes(image.Linear([factor], [offset + 0.5])));

    public static Attack Noise(double sigma) => new($"noise{sigma:0}", (image, random) =>
    {
        using var noise = Image.Gaussnoise(image.Width, image.Height, sigma: sigma, mean: 0.5, seed: random.Next());
        using var second = Image.Gaussnoise(image.Width, image.Height, sigma: sigma, mean: 0.5, seed: random.Next());
        using var third = Image.Gaussnoise(image.Width, image.Height, sigma: sigma, mean: 0.5, seed: random.Next());
        using var bands = noise.Bandjoin(second, third);
        return Bytes(image + bands);
    });

    public static Attack Blur(double sigma) => new($"blur{sigma:0.#}", (image, _) => Bytes(image.Gaussblur(sigma)));

    public static Attack Median(int size) => new($"median{size}", (image, _) => image.Median(size));

    public static Attack Gamma(double exponent) => new($"gamma{exponent:0.0}", (image, _) => Bytes(image.Gamma(exponent)));

    public static Attack Sharpen { get; } = new("sharpen", static (image, _) =>
    {
        using var soft = image.Gaussblur(1.5);
        return Bytes(image * 2 - soft);
    });

    /// <summary>Turns about the centre, keeps the size, leaves the corners black.</summary>
    public static Attack Rotate(double degrees) => new($"rot{degrees:0.#}", (image, _) =>
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var (x, y) = (image.Width / 2.0, image.Height / 2.0);
        using var bilinear = Interpolate.NewFromName("bilinear");
        return image.Affine([cos, -sin, sin, cos], interpolate: bilinear, idx: -x, idy: -y, odx: x, ody: y, oarea: [0, 0, image.Width, image.Height]);
    });

    public static Attack QuarterTurn { get; } = new("rot90", static (image, _) => image.Rot(Enums.Angle.D90));

    public static Attack HalfTurn { get; } = new("rot180", static (image, _) => image.Rot(Enums.Angle.D180));

    /// <summary>A copy whose longer side is so long.</summary>
    public static Attack Thumbnail(int side, int quality) => new($"thumb{side} q{quality}", (image, random) =>
    {
        using var fitted = Fit(image, side);
        return Jpeg(quality).Apply(fitted, random);
    });

    public static Attack SquareThumbnail { get; } = new("square300 q82", static (image, random) =>
    {
        var side = Math.Min(image.Width, image.Height);
        using var square = image.ExtractArea((image.Width - side) / 2, (image.Height - side) / 2, side, side);
        using var fitted = Fit(square, 300);
        return Jpeg(82).Apply(fitted, random);
    });

    /// <summary>Bars of letter size across the middle and a plate at the lower right: what captions and labels do.</summary>
    public static Attack Overlay { get; } = new("text", static (image, _) =>
    {
        var unit = Math.Max(1, image.Width / 128);
        return image.Mutate(canvas =>
        {
            for (var letter = 0; letter < 12; letter++)
            {
                var left = image.Width / 20 + letter * 8 * unit;
                var top = image.Height * 52 / 100;
                canvas.DrawRect([250, 250, 250], left, top, 2 * unit, 10 * unit, fill: true);
                canvas.DrawRect([20, 20, 20], left + unit / 2, top + unit, unit, 8 * unit, fill: true);
                canvas.DrawRect([250, 250, 250], left, top + (letter % 3 * 4 * unit), 6 * unit, 2 * unit, fill: true);
            }
            canvas.DrawRect([0, 0, 0], image.Width * 68 / 100, image.Height * 90 / 100, image.Width * 30 / 100, image.Height * 8 / 100, fill: true);
            for (var letter = 0; letter < 9; letter++)
            {
                canvas.DrawRect([255, 255, 255], image.Width * 70 / 100 + letter * 3 * unit, image.Height * 92 / 100, unit, 4 * unit, fill: true);
            }
        });
    });

    public static Attack Caption { get; } = new("caption bar", static (image, _) =>
    {
        var bar = image.Height * 15 / 100;
        return image.Embed(0, bar, image.Width, image.Height + bar, extend: Enums.Extend.White);
    });

    /// <summary>A phone's screenshot with bars, at half size.</summary>
    public static Attack Phone { get; } = new("phone shot", static (image, _) =>
    {
        using var fitted = image.Resize(1170.0 / image.Width, kernel: Enums.Kernel.Linear);
        var height = Math.Max(2532, fitted.Height + 200);
        using var screen = fitted.Embed(0, (height - fitted.Height) / 2, 1170, height, extend: Enums.Extend.Background, background: [18, 18, 18]);
        return screen.Resize(0.5);
    });

    private static Image Fit(Image image, int side)
    {
        var scale = (double)side / Math.Max(image.Width, image.Height);
        return scale < 1 ? image.Resize(scale) : image.Copy();
    }

    private static Image Bytes(Image image)
    {
        using (image)
        {
            return image.Cast(Enums.BandFormat.Uchar);
        }
    }
}
