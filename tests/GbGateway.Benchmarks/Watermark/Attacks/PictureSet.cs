namespace GbGateway.Benchmarks.Watermark.Attacks;

/// <summary>Named pictures; photographs and AI pictures only where the fixtures folder is.</summary>
internal sealed record PictureSet(string Name, IReadOnlyList<Picture> Pictures)
{
    /// <summary>The generated scenes, then Kodak's photographs and the AI pictures if they are there.</summary>
    public static IReadOnlyList<PictureSet> Find(int maxPictures)
    {
        var sets = new List<PictureSet> { new("scenes", [.. Scenes.All().Take(maxPictures)]) };
        if (FixturesFolder() is { } fixtures)
        {
            foreach (var name in new[] { "kodak", "ai-open" })
            {
                var folder = Path.Combine(fixtures, "images", name);
                if (Directory.Exists(folder))
                {
                    var files = Directory.GetFiles(folder, "*.png").Order(StringComparer.Ordinal).ToArray();
                    var step = Math.Max(1, files.Length / maxPictures);
                    sets.Add(new(name, [.. files.Where((_, i) => i % step == 0).Take(maxPictures).Select(static file => Picture.Load(file, 2048))]));
                }
            }
        }
        return sets;
    }

    /// <summary>The folder named by GBGATEWAY_FIXTURES, or shared/fixtures in or beside a folder above; null if there is none.</summary>
    public static string? FixturesFolder()
    {
        if (Environment.GetEnvironmentVariable("GBGATEWAY_FIXTURES") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "fixtures");
            if (Directory.Exists(path))
            {
                return path;
            }
        }
        return null;
    }
}
