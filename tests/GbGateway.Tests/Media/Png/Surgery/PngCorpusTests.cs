using System.Buffers;
using System.Diagnostics;
using System.Runtime.InteropServices;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Png.Surgery;
using NetVips;

namespace GbGateway.Tests.Media.Png.Surgery;

/// <summary>Pictures other makers wrote, judged by a decoder and a checker that are not ours.</summary>
public sealed class PngCorpusTests
{
    private static readonly string? Images = FindImages();

    [SkippableTheory]
    [InlineData("kodak", 0, 24)]
    [InlineData("ai-open", 0, 4)]
    [InlineData("pngsuite", 60, 200)]
    [InlineData("pillow", 1, 60)]
    [InlineData("sharp", 1, 40)]
    [InlineData("image-rs", 1, 40)]
    [InlineData("png-fuzz", 1, 200)]
    public void Every_picture_comes_out_as_libvips_reads_it_but_for_the_label_or_is_refused(string folder, int least, int most)
    {
        Skip.If(Images is null || !Directory.Exists(Path.Combine(Images, folder)), "no shared/fixtures/images here");
        var labelled = 0;
        foreach (var path in Directory.GetFiles(Path.Combine(Images, folder), "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var file = File.ReadAllBytes(path);
            var output = new ArrayBufferWriter<byte>();
            var head = new PngHeadReader();
            head.Read(file, out _);
            var (width, height) = (head.Layout.Width, head.Layout.Height);
            var stamp = Stamps.Make(Math.Clamp(width / 4, 1, 300), Math.Clamp(height / 11, 1, 100));
            if (!PngSurgery.TryStamp(file, stamp, 0, 0, Judge.Metadata, PngDrops.None, output, out var reason))
            {
                Assert.NotEmpty(reason);
                Assert.Equal(0, output.WrittenCount);
                continue;
            }
            labelled++;
            CompareOutside(path, file, output.WrittenSpan.ToArray(), stamp);
        }
        Assert.InRange(labelled, least, most);
    }

    [SkippableFact]
    public void Pngcheck_finds_nothing()
    {
        Skip.If(Images is null, "no shared/fixtures/images here");
        Skip.IfNot(File.Exists("/usr/bin/pngcheck"), "pngcheck is not installed");
        var folder = Directory.CreateTempSubdirectory("png-surgery").FullName;
        try
        {
            foreach (var path in Directory.GetFiles(Path.Combine(Images, "pngsuite"), "*.png", SearchOption.AllDirectories)
                .Concat(Directory.GetFiles(Path.Combine(Images, "ai-open"), "*.png")))
            {
                var output = new ArrayBufferWriter<byte>();
                if (PngSurgery.TryStamp(File.ReadAllBytes(path), Stamps.Make(20, 8), 0, 0, Judge.Metadata, PngDrops.None, output, out _) && Check(path) == "")
                {
                    File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(path)), output.WrittenSpan);
                }
            }
            var files = Directory.GetFiles(folder);
            Assert.NotEmpty(files);
            Assert.Equal("", Check(files));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static string Check(params string[] files)
    {
        var start = new ProcessStartInfo("/usr/bin/pngcheck") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-q");
        foreach (var file in files)
        {
            start.ArgumentList.Add(file);
        }
        using var check = Process.Start(start)!;
        var said = check.StandardOutput.ReadToEnd() + check.StandardError.ReadToEnd();
        check.WaitForExit();
        return said;
    }

    private static void CompareOutside(string path, byte[] file, byte[] copy, Stamp stamp)
    {
        byte[] old;
        try
        {
            old = Decode(file, out _);
        }
        catch (VipsException)
        {
            return; // libvips refuses the source: nothing to compare with
        }
        byte[] fresh;
        (int Width, int Height) shape;
        try
        {
            fresh = Decode(copy, out shape);
        }
        catch (VipsException refused)
        {
            throw new InvalidDataException(path, refused);
        }
        Assert.Equal(old.Length, fresh.Length);
        var pixel = old.Length / shape.Width / shape.Height;
        for (var y = 0; y < shape.Height; y++)
        {
            var from = (y * shape.Width + (y < stamp.Height ? stamp.Width : 0)) * pixel;
            var to = (y + 1) * shape.Width * pixel;
            Assert.True(from >= to || old.AsSpan(from, to - from).SequenceEqual(fresh.AsSpan(from, to - from)), $"{path}: row {y} differs");
        }
        if (shape is { Width: >= 500, Height: >= 500 })
        {
            Assert.False(old.AsSpan().SequenceEqual(fresh), $"{path}: no label"); // of a few pixels, black on black stays black
        }
    }

    private static byte[] Decode(byte[] file, out (int Width, int Height) shape)
    {
        using var picture = Image.NewFromBuffer(file, failOn: Enums.FailOn.Error);
        shape = (picture.Width, picture.Height);
        return picture.Format == Enums.BandFormat.Ushort
            ? MemoryMarshal.AsBytes(picture.WriteToMemory<ushort>().AsSpan()).ToArray()
            : picture.WriteToMemory<byte>();
    }

    private static string? FindImages()
    {
        if (Environment.GetEnvironmentVariable("GBGATEWAY_FIXTURES") is { } given)
        {
            return Path.Combine(given, "images");
        }
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var images = Path.Combine(at.FullName, "shared", "fixtures", "images");
            if (Directory.Exists(images))
            {
                return images;
            }
        }
        return null;
    }
}
