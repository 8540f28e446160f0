using System.Text.Json;
using GbGateway.Labels;
using GbGateway.Labels.Verification;
using GbGateway.Tests.Ledger;
using GbGateway.Tests.Media;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Verification;

/// <summary>Programs of others write labels into real files, and read them: this verifier says the same.</summary>
public sealed class OtherWritersTests
{
    private static readonly AigcMetadata Label = AigcMetadata.ByProducer("001191110102MACQD9K64018705", "01J0000000000000000000000A");
    private static readonly string Inner = Label.ToInnerJson();

    [SkippableTheory]
    [InlineData("a.mp4", "-c:v mpeg4 -movflags use_metadata_tags", true)]
    [InlineData("a.mov", "-c:v mpeg4 -movflags use_metadata_tags", true)]
    [InlineData("a.mkv", "-c:v mpeg4", true)]
    [InlineData("a.webm", "-c:v libvpx -deadline realtime", true)]
    [InlineData("a.flv", "-c:v flv1", true)]
    [InlineData("a.m4a", "-c:a aac -movflags use_metadata_tags", false)]
    [InlineData("a.mp3", "-c:a libmp3lame", false)]
    [InlineData("b.mp3", "-c:a libmp3lame -id3v2_version 3", false)]
    [InlineData("a.flac", "-c:a flac", false)]
    [InlineData("a.ogg", "-c:a libvorbis", false)]
    [InlineData("a.opus", "-c:a libopus", false)]
    public void What_ffmpeg_writes_and_ffprobe_reads_is_found(string name, string options, bool isFilm)
    {
        Skip.IfNot(ExternalTool.Exists("ffmpeg") && ExternalTool.Exists("ffprobe"), "ffmpeg is not installed");
        using var directory = new TemporaryDirectory();
        var file = directory.File(name);
        string[] source = isFilm ? ["-f", "lavfi", "-i", "testsrc=duration=0.2:size=32x32:rate=5"] : ["-f", "lavfi", "-i", "sine=duration=0.2"];
        var (code, said) = ExternalTool.Run("ffmpeg", ["-v", "error", .. source, "-metadata", "AIGC=" + Inner, .. options.Split(' '), file]);
        Skip.IfNot(code == 0 && File.Exists(file), "this ffmpeg lacks the encoder: " + said);
        var (_, probed) = ExternalTool.Run("ffprobe", "-v", "error", "-show_entries", "format_tags:stream_tags", "-of", "json", file);
        Assert.Contains(JsonEncodedText.Encode(Inner, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value, probed, StringComparison.Ordinal);
        var finding = Assert.Single(LabelVerifier.Unpinned.Verify(File.ReadAllBytes(file), name).Findings);
        Assert.Equal((Label, LabelVerdict.Valid), (finding.Metadata, finding.Verdict));
    }

    [SkippableTheory]
    [InlineData("420.jpg", "-UserComment={0}", true)]
    [InlineData("420.jpg", "-ExifByteOrder=MM -UserComment={0}", true)]
    [InlineData("420.jpg", "-ImageDescription={0}", false)]
    [InlineData("420.jpg", "-XPComment={0}", false)]
    [InlineData("420.jpg", "-Comment={0}", false)]
    [InlineData("rgb.png", "-UserComment={0}", true)]
    [InlineData("rgb.png", "-PNG:Comment={0}", false)]
    [InlineData("lossy.webp", "-UserComment={0}", true)]
    [InlineData("none.tif", "-ImageDescription={0}", false)]
    public void What_exiftool_writes_is_found(string kind, string arguments, bool isUsual)
    {
        Skip.IfNot(ExternalTool.Exists("exiftool"), "exiftool is not installed");
        using var directory = new TemporaryDirectory();
        var file = directory.File("file" + Path.GetExtension(kind));
        File.WriteAllBytes(file, TestPictures.Make(kind, 64, 64));
        var (code, said) = ExternalTool.Run("exiftool", ["-q", "-overwrite_original", .. arguments.Split(' ').Select(static one => one.Replace("{0}", $"{{\"AIGC\":{Inner}}}", StringComparison.Ordinal)), file]);
        Assert.True(code == 0, said);
        var finding = Assert.Single(LabelVerifier.Unpinned.Verify(File.ReadAllBytes(file), kind).Findings);
        Assert.Equal((Label, isUsual ? LabelVerdict.Valid : LabelVerdict.ValidWithWarnings), (finding.Metadata, finding.Verdict));
    }

    [SkippableTheory]
    [InlineData("420.jpg")]
    [InlineData("rgb.png")]
    [InlineData("none.tif")]
    [InlineData("lossy.webp")]
    public void A_packet_that_exiftool_puts_in_is_found(string kind)
    {
        Skip.IfNot(ExternalTool.Exists("exiftool"), "exiftool is not installed");
        using var directory = new TemporaryDirectory();
        string file = directory.File("file" + Path.GetExtension(kind)), packet = directory.File("packet.xmp");
        File.WriteAllBytes(file, TestPictures.Make(kind, 64, 64));
        File.WriteAllText(packet, LabelledPictures.XmpElement(Inner));
        var (code, said) = ExternalTool.Run("exiftool", "-q", "-overwrite_original", $"-xmp<={packet}", file);
        Assert.True(code == 0, said);
        var finding = Assert.Single(LabelVerifier.Unpinned.Verify(File.ReadAllBytes(file), kind).Findings);
        Assert.Equal((Label, LabelVerdict.Valid), (finding.Metadata, finding.Verdict));
    }

    [SkippableTheory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Pdfinfo_reads_the_custom_entry_that_is_found(bool utf16, bool twice)
    {
        Skip.IfNot(ExternalTool.Exists("pdfinfo"), "pdfinfo is not installed");
        using var directory = new TemporaryDirectory();
        var pdf = LabelledDocuments.RealPdf(twice ? "{\"Label\":\"3\"}" : Inner, utf16);
        if (twice)
        {
            pdf = LabelledDocuments.Revise(pdf, Inner);
        }
        File.WriteAllBytes(directory.File("a.pdf"), pdf);
        var (code, said) = ExternalTool.Run("pdfinfo", "-custom", directory.File("a.pdf"));
        Assert.True(code == 0, said);
        Assert.Contains(Label.ProduceID, said, StringComparison.Ordinal);
        Assert.DoesNotContain("\"Label\":\"3\"", said, StringComparison.Ordinal);
        Assert.Equal(Label, Assert.Single(LabelVerifier.Unpinned.Verify(pdf, "a.pdf").Findings).Metadata);
    }
}
