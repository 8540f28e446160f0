using System.Text.Json;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Media;

/// <summary>Readers others wrote accept what we write.</summary>
public sealed class ExternalReaderTests
{
    private static readonly string[] ExifToolArguments = ["-j", "-XMP-TC260:AIGC", "-XMP:all", "-Warning", "-Error"];

    [SkippableFact]
    public void Exiftool_reads_the_same_value_from_every_kind()
    {
        Skip.IfNot(ExternalTool.Exists("exiftool"), "exiftool is not installed");
        WithFiles(static paths =>
        {
            var (_, output) = ExternalTool.Run("exiftool", [.. ExifToolArguments, .. paths]);
            using var read = JsonDocument.Parse(output[output.IndexOf('[', StringComparison.Ordinal)..(output.LastIndexOf(']') + 1)]);
            Assert.Equal(paths.Length, read.RootElement.GetArrayLength());
            foreach (var file in read.RootElement.EnumerateArray())
            {
                var name = file.GetProperty("SourceFile").GetString();
                Assert.False(file.TryGetProperty("Warning", out var warning), $"{name}: {warning}");
                Assert.False(file.TryGetProperty("Error", out var error), $"{name}: {error}");
                Assert.True(file.TryGetProperty("Aigc", out var value), $"{name}: no AIGC in {file}");
                // exiftool names what it has no table for in its own case
                Assert.Equal(Orders.Metadata.ToInnerJson(), value.GetString());
            }
        });
    }

    [SkippableFact]
    public void Pngcheck_accepts_every_png()
    {
        Skip.IfNot(ExternalTool.Exists("pngcheck"), "pngcheck is not installed");
        Check("pngcheck", ".png", "-q");
    }

    [SkippableFact]
    public void Djpeg_accepts_every_jpeg()
    {
        Skip.IfNot(ExternalTool.Exists("djpeg"), "djpeg is not installed");
        Check("djpeg", ".jpg", "-outfile", "/dev/null");
    }

    [SkippableFact]
    public void Webpinfo_accepts_every_webp()
    {
        Skip.IfNot(ExternalTool.Exists("webpinfo"), "webpinfo is not installed");
        Check("webpinfo", ".webp", "-quiet");
    }

    [SkippableFact]
    public void Tiffinfo_accepts_every_tiff()
    {
        Skip.IfNot(ExternalTool.Exists("tiffinfo"), "tiffinfo is not installed");
        Check("tiffinfo", ".tif", "-D");
    }

    [SkippableFact]
    public void Heif_info_finds_the_metadata_item_of_every_avif()
    {
        Skip.IfNot(ExternalTool.Exists("heif-info"), "heif-info is not installed");
        WithFiles(static paths =>
        {
            foreach (var path in paths.Where(static path => path.EndsWith(".avif", StringComparison.Ordinal)))
            {
                var (exitCode, output) = ExternalTool.Run("heif-info", path);
                Assert.True(exitCode == 0 && output.Contains("320x256", StringComparison.Ordinal) && output.Contains("XMP:", StringComparison.Ordinal), $"{path}: {output}");
            }
        });
    }

    private static void Check(string tool, string extension, params string[] arguments) => WithFiles(paths =>
    {
        foreach (var path in paths.Where(path => path.EndsWith(extension, StringComparison.Ordinal)))
        {
            var (exitCode, output) = ExternalTool.Run(tool, [.. arguments, path]);
            Assert.True(exitCode == 0 && !output.Contains("ERROR", StringComparison.OrdinalIgnoreCase)
                && !output.Contains("Warning", StringComparison.OrdinalIgnoreCase), $"{path}: {output}");
        }
    });

    private static void WithFiles(Action<string[]> check)
    {
        var folder = Directory.CreateTempSubdirectory("gbgateway-");
        try
        {
            var paths = new List<string>();
            foreach (var kind in TestPictures.Kinds)
            {
                foreach (var (name, order) in new[] { ("both", Orders.Both), ("metadata", Orders.MetadataOnly) })
                {
                    var path = Path.Combine(folder.FullName, $"{name}-{kind}");
                    File.WriteAllBytes(path, Orders.Label(TestPictures.Make(kind), order).Output);
                    paths.Add(path);
                }
            }
            check([.. paths]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
