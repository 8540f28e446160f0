using GbGateway.Benchmarks.Watermark.Attacks;
using NetVips;

namespace GbGateway.Benchmarks.Watermark;

/// <summary>One file of every kind: of a photograph and an AI picture where the fixtures are, and of generated scenes.</summary>
internal static class SampleFiles
{
    public static IEnumerable<(string Name, byte[] File)> Make()
    {
        var pictures = new List<Picture> { Scenes.Landscape(1024, 1024, 1), Scenes.Poster(1024, 1024, 4) };
        foreach (var set in PictureSet.Find(1).Skip(1))
        {
            pictures.AddRange(set.Pictures);
        }
        foreach (var picture in pictures)
        {
            using var image = picture.ToImage();
            using var typed = image.Copy(interpretation: Enums.Interpretation.Srgb);
            foreach (var (kind, file) in Encode(typed))
            {
                yield return ($"{picture.Name} {kind}", file);
            }
        }
    }

    private static IEnumerable<(string Kind, byte[] File)> Encode(Image image)
    {
        const Enums.ForeignKeep None = Enums.ForeignKeep.None;
        using var gray = image.Colourspace(Enums.Interpretation.Bw);
        using var alpha = image.Bandjoin(gray);
        using var wide = image.Colourspace(Enums.Interpretation.Rgb16);
        yield return ("png rgb", image.PngsaveBuffer(filter: Enums.ForeignPngFilter.All, keep: None));
        yield return ("png rgba", alpha.PngsaveBuffer(filter: Enums.ForeignPngFilter.All, keep: None));
        yield return ("png gray", gray.PngsaveBuffer(filter: Enums.ForeignPngFilter.All, keep: None));
        yield return ("png rgb 16", wide.PngsaveBuffer(filter: Enums.ForeignPngFilter.All, bitdepth: 16, keep: None));
        yield return ("png palette", image.PngsaveBuffer(palette: true, keep: None));
        yield return ("jpeg q90 420", image.JpegsaveBuffer(q: 90, keep: None));
        yield return ("jpeg q95 444", image.JpegsaveBuffer(q: 95, subsampleMode: Enums.ForeignSubsample.Off, keep: None));
        yield return ("jpeg q75 420", image.JpegsaveBuffer(q: 75, keep: None));
        yield return ("jpeg q50 420", image.JpegsaveBuffer(q: 50, keep: None));
        yield return ("jpeg q90 gray", gray.JpegsaveBuffer(q: 90, keep: None));
        yield return ("jpeg q90 420 progressive", image.JpegsaveBuffer(q: 90, interlace: true, keep: None));
        yield return ("webp q80", image.WebpsaveBuffer(q: 80, keep: None));
        yield return ("webp lossless", image.WebpsaveBuffer(lossless: true, effort: 0, keep: None));
        yield return ("gif", image.GifsaveBuffer(keep: None));
        yield return ("avif q60", image.HeifsaveBuffer(q: 60, effort: 1, compression: Enums.ForeignHeifCompression.Av1, keep: None));
        yield return ("tiff deflate", image.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Deflate, predictor: Enums.ForeignTiffPredictor.Horizontal, keep: None));
    }
}
