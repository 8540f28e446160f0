using NetVips;

namespace GbGateway.Benchmarks.Watermark.Attacks;

/// <summary>Something that happens to pictures on their way: named, and the same for the same random numbers.</summary>
internal sealed record Attack(string Name, Func<Image, Random, Image> Apply)
{
    /// <summary>This, and then another.</summary>
    public Attack Then(Attack next) => new($"{Name}+{next.Name}", (image, random) =>
    {
        using var between = Apply(image, random);
        return next.Apply(between, random);
    });

    /// <summary>The attacked copy of a picture.</summary>
    public Picture On(Picture picture, int seed)
    {
        using var image = picture.ToImage();
        using var attacked = Apply(image, new Random(seed));
        return Picture.From(picture.Name, attacked);
    }
}
