using System.Text;
using System.Text.Json;
using GbGateway.Interop.Tests.Support;
using GbGateway.Labels;
using GbGateway.Tests.Support;
using Xunit.Abstractions;

namespace GbGateway.Interop.Tests.Readers;

/// <summary>
/// Readers others wrote judge the pictures that came through the gateway, raw and in base64: each picture a reader accepts from upstream it
/// accepts labelled, and the metadata it reads there is what the response's header says.
/// </summary>
public sealed class RealReaderTests(Servers servers, ITestOutputHelper log) : IClassFixture<Servers>
{
    // Whole, sound pictures of every kind; the folders hold broken ones too, which other rings look at.
    private static readonly string[] Pictures =
    [
        "pngsuite/basn0g08.png", "pngsuite/basn2c08.png", "pngsuite/basn3p04.png", "pngsuite/basn6a08.png", "pngsuite/basi2c08.png", "pngsuite/tbbn2c16.png",
        "pngsuite/basn2c16.png", "pngsuite/ct1n0g04.png", "pngsuite/ctzn0g04.png", "pngsuite/g07n2c08.png",
        "jpeg-kinds/testorig.jpg", "jpeg-kinds/testimgint.jpg", "jpeg-kinds/rgb.jpg", "jpeg-kinds/jpg-gray.jpg", "jpeg-kinds/Portrait_5.jpg",
        "jpeg-kinds/progressive3.jpg", "jpeg-kinds/jpg-size-33x33.jpg", "jpeg-kinds/cmyk-sample.jpg", "jpeg-kinds/grayscale_square.jpg",
        "webp/1.webp", "webp/1_webp_a.webp", "webp/2_webp_ll.webp", "webp/lossless1.webp", "webp/blue_tile.webp", "webp/lossy_alpha3.webp", "webp/alpha_filter.webp",
    ];

    public static TheoryData<string, string> Readers() => new()
    {
        { "exiftool", "-q -q -validate -warning -error -a" },
        { "pngcheck", "-q" },
        { "djpeg", "-outfile /dev/null" },
        { "webpinfo", "-quiet" },
    };

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public async Task A_reader_accepts_labelled_what_it_accepted_from_upstream(string reader, string arguments)
    {
        var program = Programs.Need(reader);
        var folder = Directory.CreateTempSubdirectory("gbgateway-readers-").FullName;
        try
        {
            var judged = 0;
            var failures = new StringBuilder();
            foreach (var (name, original, wire) in await FetchAsync(Extension(reader), everyNth: reader == "exiftool" ? 4 : 1))
            {
                var (accepted, said) = await JudgeAsync(program, arguments, Path.Combine(folder, "original" + Path.GetExtension(name)), original);
                if (!accepted)
                {
                    log.WriteLine($"{name}: {reader} does not accept the original: {said.Trim()}");
                    continue;
                }
                judged++;
                (accepted, said) = await JudgeAsync(program, arguments, Path.Combine(folder, "labelled" + Path.GetExtension(name)), wire.Picture);
                if (!accepted)
                {
                    failures.AppendLine($"{name} {wire.Way}: {said}");
                }
            }
            log.WriteLine($"{reader}: {judged} labelled pictures");
            Assert.True(failures.Length == 0, $"{reader} does not accept:\n{failures}");
            Assert.True(judged >= 8, $"{reader} judged only {judged} pictures");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [SkippableFact]
    public async Task Exiftool_reads_the_metadata_that_the_header_says()
    {
        var exiftool = Programs.Need("exiftool");
        var folder = Directory.CreateTempSubdirectory("gbgateway-readers-").FullName;
        try
        {
            // One run over all files: starting exiftool takes longer than reading.
            var pictures = await FetchAsync(null);
            var paths = pictures.Select((one, index) => Path.Combine(folder, index + Path.GetExtension(one.Name))).ToList();
            for (var i = 0; i < paths.Count; i++)
            {
                await File.WriteAllBytesAsync(paths[i], pictures[i].Wire.Picture);
            }
            var (_, output) = await ChildProcess.RunAsync(exiftool, ["-q", "-q", "-j", "-b", "-XMP-TC260:AIGC", .. paths], TimeSpan.FromMinutes(1));
            using var read = JsonDocument.Parse(output[output.IndexOf('[', StringComparison.Ordinal)..(output.LastIndexOf(']') + 1)]);
            Assert.Equal(paths.Count, read.RootElement.GetArrayLength());
            var judged = 0;
            foreach (var file in read.RootElement.EnumerateArray())
            {
                var (name, _, wire) = pictures[paths.IndexOf(file.GetProperty("SourceFile").GetString()!)];
                // exiftool spells what it has no table for in its own case.
                Assert.True(file.TryGetProperty("Aigc", out var value), $"{name} {wire.Way}: exiftool reads no AIGC: {file}");
                Assert.True(AigcMetadata.TryParse(Encoding.UTF8.GetBytes(value.ToString()), out var found), $"{name}: {value}");
                Assert.Equal(wire.Metadata, found);
                Assert.Equal(GatewayProcess.Producer, found!.ContentProducer);
                judged++;
            }
            log.WriteLine($"exiftool: {judged} labels read back");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? Extension(string reader) => reader switch { "pngcheck" => ".png", "djpeg" => ".jpg", "webpinfo" => ".webp", _ => null };

    private static async Task<(bool Accepted, string Said)> JudgeAsync(string program, string arguments, string path, byte[] picture)
    {
        await File.WriteAllBytesAsync(path, picture);
        var (code, said) = await ChildProcess.RunAsync(program, [.. arguments.Split(' '), path], TimeSpan.FromSeconds(30));
        var complains = said.Contains("error", StringComparison.OrdinalIgnoreCase) || said.Contains("warning", StringComparison.OrdinalIgnoreCase);
        return (code == 0 && !complains, said);
    }

    /// <summary>Every picture with the extension, as upstream has it and as it came through the gateway in each way.</summary>
    private async Task<List<(string Name, byte[] Original, WirePicture Wire)>> FetchAsync(string? extension, int everyNth = 1)
    {
        await servers.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(servers.Gateway.Address) };
        var all = new List<(string, byte[], WirePicture)>();
        foreach (var name in Pictures.Where(name => extension is null || name.EndsWith(extension, StringComparison.Ordinal)).Where((_, index) => index % everyNth == 0))
        {
            var original = await File.ReadAllBytesAsync(Path.Combine(Repository.Fixtures!, "images", name));
            all.Add((name, original, await WirePicture.RawAsync(client, name)));
            all.Add((name, original, await WirePicture.Base64Async(client, name)));
        }
        return all;
    }
}
