using static GbGateway.Benchmarks.Watermark.Attacks.AttackSteps;

namespace GbGateway.Benchmarks.Watermark.Attacks;

/// <summary>The attacks of the suite, in the order of its table.</summary>
internal static class AttackList
{
    /// <summary>The 35 of the goal table.</summary>
    public static IReadOnlyList<Attack> Core { get; } =
    [
        None, Jpeg(90), Jpeg(70), Jpeg(50), Jpeg(30), Webp(70),
        ThereAndBack(0.5), ThereAndBack(0.75), ThereAndBack(1.5),
        Scale(0.4), Scale(0.5), Scale(0.75), Scale(1.5), Scale(2),
        Crop(75), Crop(50), Crop(25),
        Linear("bright+20", 1.2, 0), Linear("bright-20", 0.8, 0), Linear("contr+20", 1.2, -25.6), Linear("contr-20", 0.8, 25.6),
        Noise(5), Noise(10), Blur(1), Rotate(2),
        WeChat, Screenshot(0.8), Overlay,
        Crop(50).Then(WeChat), Screenshot(0.8).Then(Jpeg(50)),
        Crop(25).Then(Scale(0.75)).Then(Jpeg(70)), Scale(0.5).Then(Jpeg(50)), Rotate(2).Then(Crop(50)).Then(Jpeg(70)),
        Aspect(1.1, 0.95), Flip,
    ];

    /// <summary>Harder or rarer ones, reported but not part of the goal.</summary>
    public static IReadOnlyList<Attack> Extra { get; } =
    [
        Jpeg(20), Jpeg(10), Webp(50), Webp(30),
        Thumbnail(512, 82), Thumbnail(400, 82), Thumbnail(300, 82), SquareThumbnail,
        Crop(10), Rotate(5), Rotate(-4).Then(Crop(50)), Gamma(0.7), Gamma(1.5), Median(3), Median(5), Blur(2), Sharpen, Gray, Noise(20), Equalize,
        WeChat.Then(Scale(0.9)).Then(WeChat).Then(WeChat), Phone.Then(Jpeg(80)), Caption.Then(Overlay).Then(Jpeg(75)), Scale(0.3), Scale(3),
        QuarterTurn, HalfTurn, Upset, QuarterTurn.Then(Jpeg(70)),
    ];

    /// <summary>A few of every kind, for the everyday tests.</summary>
    public static IReadOnlyList<Attack> Sample { get; } =
        [None, Jpeg(50), Webp(70), Scale(0.5), Scale(1.5), Crop(50), Noise(10), Rotate(2), Aspect(1.1, 0.95), Flip, Overlay, Crop(50).Then(WeChat)];
}
