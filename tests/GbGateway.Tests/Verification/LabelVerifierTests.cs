using System.Text;
using System.Text.Json;
using GbGateway.Labels;
using GbGateway.Labels.Integrity;
using GbGateway.Labels.Verification;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Verification;

/// <summary>Every place of <c>standards.md</c> 3 is read, and its label is judged.</summary>
public sealed class LabelVerifierTests
{
    private const string Code = "001191110102MACQD9K64018705";
    private static readonly AigcMetadata Label = AigcMetadata.ByProducer(Code, "01J0000000000000000000000A");
    private static readonly string Inner = Label.ToInnerJson();
    private static readonly string Wrapped = $$"""{"AIGC":{{Inner}}}""";
    private const string Body = "正文第一段。\n\n正文第二段，讲别的事。\n";
    private const string Notice = "（内容由AI生成）";

    public static TheoryData<string, string, string> Files => new()
    {
        { "png xmp", "PNG", "PNG iTXt XML:com.adobe.xmp" },
        { "png xmp compressed", "PNG", "PNG iTXt XML:com.adobe.xmp" },
        { "png xmp attribute", "PNG", "PNG iTXt XML:com.adobe.xmp (attribute)" },
        { "png tEXt", "PNG", "PNG tEXt AIGC" },
        { "png zTXt", "PNG", "PNG zTXt AIGC" },
        { "png eXIf", "PNG", "PNG eXIf EXIF UserComment" },
        { "jpeg xmp", "JPEG", "JPEG APP1 XMP" },
        { "jpeg exif", "JPEG", "JPEG EXIF UserComment" },
        { "jpeg exif big-endian", "JPEG", "JPEG EXIF UserComment" },
        { "webp xmp", "WebP", "WebP chunk XMP" },
        { "webp exif", "WebP", "WebP EXIF UserComment" },
        { "gif xmp", "GIF", "GIF XMP application extension" },
        { "tiff xmp", "TIFF", "TIFF tag 700 XMP" },
        { "heic xmp", "HEIF", "HEIF mime item XMP" },
        { "avif xmp", "AVIF", "AVIF mime item XMP" },
        { "avif xmp idat", "AVIF", "AVIF mime item XMP" },
        { "mp4", "MP4", "MP4 moov.udta.meta key AIGC" },
        { "mov", "MOV", "MOV moov.udta.meta key AIGC" },
        { "m4a", "M4A", "M4A moov.udta.meta key AIGC" },
        { "flv", "FLV", "FLV onMetaData AIGC" },
        { "mkv", "MKV", "MKV Tags SimpleTag AIGC" },
        { "webm unknown sizes", "WebM", "WebM Tags SimpleTag AIGC" },
        { "avi", "AVI", "AVI LIST INFO AIGC" },
        { "wav", "WAV", "WAV chunk AIGC" },
        { "mp3 2.2", "MP3", "MP3 ID3v2.2 TXX AIGC" },
        { "mp3 2.3", "MP3", "MP3 ID3v2.3 TXXX AIGC" },
        { "mp3 2.3 utf-16", "MP3", "MP3 ID3v2.3 TXXX AIGC" },
        { "mp3 2.4", "MP3", "MP3 ID3v2.4 TXXX AIGC" },
        { "flac", "FLAC", "FLAC comment AIGC" },
        { "ogg vorbis", "Ogg", "Ogg Vorbis comment AIGC" },
        { "ogg opus", "Ogg", "Ogg Opus comment AIGC" },
        { "ogg opus over pages", "Ogg", "Ogg Opus comment AIGC" },
        { "pdf", "PDF", "PDF Info /AIGC" },
        { "pdf utf-16", "PDF", "PDF Info /AIGC" },
        { "pdf object stream", "PDF", "PDF Info /AIGC" },
        { "docx", "OOXML", "OOXML docProps/custom.xml property AIGC" },
        { "markdown", "text", "Markdown front matter AIGC" },
        { "html", "HTML", "HTML meta AIGC" },
        { "json", "JSON", "JSON member $.AIGC" },
        { "sse", "SSE", "SSE member $.AIGC" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_label_in_its_place_is_found_and_valid(string name, string format, string carrier)
    {
        var report = LabelVerifier.Unpinned.Verify(Make(name), name);
        var finding = Assert.Single(report.Findings);
        Assert.Equal((format, carrier), (report.Format, finding.Carrier));
        Assert.Equal(Label, finding.Metadata);
        Assert.Empty(finding.Remarks);
        Assert.Equal(LabelVerdict.Valid, finding.Verdict);
        Assert.Equal((1, true, 0), (report.LabelCount, report.IsFine, report.ExitCode));
        Assert.Equal("91110102MACQD9K640", finding.Producer!.Uscc);
        Assert.True(finding.Producer.HasCheckCharacter);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Cut_and_changed_files_never_throw(string name, string format, string carrier)
    {
        _ = (format, carrier);
        var file = Make(name);
        for (var length = 0; length < file.Length; length += file.Length <= 2048 ? 1 : 1 + (file.Length / 400))
        {
            LabelVerifier.Unpinned.Verify(file.AsSpan(0, length), name);
        }
        var random = new Random(name.Length);
        for (var i = 0; i < 300; i++)
        {
            var changed = (byte[])file.Clone();
            for (var n = random.Next(1, 5); n > 0; n--)
            {
                changed[random.Next(changed.Length)] = random.Next(3) switch { 0 => 0xFF, 1 => 0, _ => (byte)random.Next(256) };
            }
            var report = LabelVerifier.Unpinned.Verify(changed, name);
            LabelReportText.Render(report);
        }
    }

    [SkippableTheory]
    [InlineData("png xmp", ".png")]
    [InlineData("png xmp attribute", ".png")]
    [InlineData("jpeg xmp", ".jpg")]
    [InlineData("jpeg exif", ".jpg")]
    [InlineData("jpeg exif big-endian", ".jpg")]
    [InlineData("webp xmp", ".webp")]
    [InlineData("gif xmp", ".gif")]
    [InlineData("tiff xmp", ".tif")]
    [InlineData("flac", ".flac")]
    [InlineData("mp3 2.4", ".mp3")]
    public void Exiftool_finds_the_label_where_these_generators_put_it(string name, string extension)
    {
        Skip.IfNot(ExternalTool.Exists("exiftool"), "exiftool is not installed");
        using var directory = new Ledger.TemporaryDirectory();
        File.WriteAllBytes(directory.File("file" + extension), Make(name));
        Assert.Contains(Label.ProduceID, ExternalTool.Run("exiftool", "-a", "-G1", "-s", directory.File("file" + extension)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_two_labels_is_named_for_it()
    {
        var file = LabelledPictures.Png([.. LabelledPictures.PngInternational(LabelledPictures.XmpElement(Inner)), .. LabelledPictures.PngText("AIGC", Wrapped)]);
        var report = LabelVerifier.Unpinned.Verify(file, "two.png");
        Assert.Equal((2, false, 1), (report.LabelCount, report.IsFine, report.ExitCode));
        Assert.Contains(report.Remarks, static remark => remark.Clause == "GB-6.1-c" && remark.IsMistake);
    }

    [Fact]
    public void A_file_without_a_label_is_missing_one_and_an_empty_one_is_unreadable()
    {
        var report = LabelVerifier.Unpinned.Verify(LabelledPictures.Png(), "none.png");
        Assert.Equal((0, 1), (report.LabelCount, report.ExitCode));
        Assert.Contains(report.Remarks, static remark => remark.Clause == "GB-6.1-a" && remark.IsMistake);
        Assert.Equal(2, LabelVerifier.Unpinned.Verify([], "empty").ExitCode);
        Assert.Equal(2, LabelVerifier.Unpinned.Verify([0, 1, 2, 3, 0xFE], "noise").ExitCode);
    }

    [Theory]
    [InlineData("（内容由AI生成）\n\n正文很长，讲别的事。", "start")]
    [InlineData("正文很长，讲别的事。\n\n（内容由AI生成）", "end")]
    [InlineData("正文。\n\n本文由人工智能辅助生成\n\n又是正文。", "middle")]
    [InlineData("正文，讲别的事（内容由AI生成）", "end")]
    [InlineData("正文，讲别的事。以上内容由人工智能合成", "end")]
    public void An_explicit_text_label_is_found_with_its_position(string text, string position)
    {
        var report = LabelVerifier.Unpinned.Verify(Encoding.UTF8.GetBytes(text), "a.txt");
        Assert.Equal(position, Assert.Single(report.ExplicitLabels).Position);
        Assert.Equal(ExplicitState.Present, report.Explicit);
    }

    [Theory]
    [InlineData("正文，没有标识。")]
    [InlineData("AI 是一个热门话题。\n\n关于内容的生成方式，我们下次再谈，这里先讲讲历史，再讲讲技术，最后讲讲应用和发展前景。")]
    [InlineData("This is made by a computer.")]
    public void A_text_without_one_is_missing_it(string text) =>
        Assert.Equal(ExplicitState.Missing, LabelVerifier.Unpinned.Verify(Encoding.UTF8.GetBytes(text), "a.txt").Explicit);

    [Theory]
    [InlineData("正文，讲别的事。\n\n【AI】", "end", ExplicitForm.CornerMark, ExplicitState.Present)]
    [InlineData("（AI）正文，讲别的事。", "start", ExplicitForm.CornerMark, ExplicitState.Present)]
    [InlineData("Text of some length.\n\nThis answer was generated by AI and may be wrong.", "end", ExplicitForm.OtherNotice, ExplicitState.Missing)]
    [InlineData("> 本报告由 阶跃AI 生成 · 2025/08/08 10:31:25\n\n正文。", "start", ExplicitForm.Text, ExplicitState.Present)]
    [InlineData("正文。\n本回答由AI生成，仅供参考", "end", ExplicitForm.Text, ExplicitState.Present)]
    public void The_form_of_a_notice_is_told(string text, string position, ExplicitForm form, ExplicitState state)
    {
        var report = LabelVerifier.Unpinned.Verify(Encoding.UTF8.GetBytes(text), "a.txt");
        var label = Assert.Single(report.ExplicitLabels);
        Assert.Equal((position, form, state), (label.Position, label.Form, report.Explicit));
    }

    [Fact]
    public void Of_a_PDF_the_last_revision_counts_and_values_may_stand_elsewhere()
    {
        var old = LabelledDocuments.Pdf(Inner);
        byte[] without = [.. old, .. "2 0 obj\n<< /Producer (x) >>\nendobj\ntrailer\n<< /Info 2 0 R >>\n%%EOF\n"u8];
        Assert.Empty(LabelVerifier.Unpinned.Verify(without, "a.pdf").Findings);
        byte[] anew = [.. without, .. LabelledDocuments.Pdf(Inner).AsSpan(9)];
        Assert.Equal(Label, Assert.Single(LabelVerifier.Unpinned.Verify(anew, "a.pdf").Findings).Metadata);
        byte[] elsewhere = [.. "%PDF-1.7\n2 0 obj\n<< /#41IGC 7 0 R >>\nendobj\n7 0 obj\n("u8, .. Encoding.ASCII.GetBytes(Inner), .. ")\nendobj\n%%EOF\n"u8];
        Assert.Equal(Label, Assert.Single(LabelVerifier.Unpinned.Verify(elsewhere, "a.pdf").Findings).Metadata);
    }

    [Fact]
    public void An_encrypted_PDF_says_that_its_label_cannot_be_read()
    {
        byte[] file = [.. "%PDF-1.7\n2 0 obj\n<< /AIGC (\x01\x02\x03) >>\nendobj\ntrailer\n<< /Info 2 0 R /Encrypt 9 0 R >>\n%%EOF\n"u8];
        var report = LabelVerifier.Unpinned.Verify(file, "a.pdf");
        Assert.Empty(report.Findings);
        Assert.Contains(report.Remarks, static remark => remark.English.Contains("encrypted", StringComparison.Ordinal) && remark.IsMistake);
    }

    [Fact]
    public void An_explicit_label_in_pieces_of_a_stream_is_put_together()
    {
        var stream = string.Concat("正文\n\n（内容由AI生成）".Select(static c => $"data: {{\"choices\":[{{\"delta\":{{\"content\":{JsonSerializer.Serialize(c.ToString())}}}}}]}}\n\n")) + "data: [DONE]\n\n";
        var report = LabelVerifier.Unpinned.Verify(Encoding.UTF8.GetBytes(stream), "a.sse");
        Assert.Equal("end", Assert.Single(report.ExplicitLabels).Position);
    }

    [Fact]
    public void Signatures_are_checked_with_the_pinned_keys()
    {
        var key = Sm2PrivateKey.Generate();
        var signed = LabelSignature.Sign(Label, key).ToInnerJson();
        var file = LabelledPictures.Png(LabelledPictures.PngInternational(LabelledPictures.XmpElement(signed)));
        var finding = Assert.Single(new LabelVerifier(new LabelSignatureVerifier([key.PublicKey])).Verify(file, "").Findings);
        Assert.Equal((SignatureState.ValidPinned, LabelVerdict.Valid), (finding.Signature.State, finding.Verdict));
        var forged = LabelledPictures.Png(LabelledPictures.PngInternational(LabelledPictures.XmpElement(signed.Replace("00000A", "00000B"))));
        Assert.Equal(LabelVerdict.Malformed, Assert.Single(LabelVerifier.Unpinned.Verify(forged, "").Findings).Verdict);
    }

    [Fact]
    public void Reports_are_written_for_people_and_for_machines()
    {
        var report = LabelVerifier.Unpinned.Verify(Make("docx"), "报告\u001b[31m.docx");
        var text = LabelReportText.Render(report);
        Assert.Contains("有效 valid", text, StringComparison.Ordinal);
        Assert.Contains("91110102MACQD9K640", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(LabelReportJson.Render(report));
        Assert.Equal("Valid", json.RootElement.GetProperty("findings")[0].GetProperty("verdict").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("labelCount").GetInt32());
    }

    [Fact]
    public void Bombs_are_read_in_bounded_time_and_memory()
    {
        // Each of these is quadratic, or huge, for a reader without bounds.
        byte[][] bombs =
        [
            LabelledPictures.Png(LabelledPictures.PngCompressedText("Comment", new string('{', 20_000_000))),
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<AIGC>", 300_000)) + "xmpmeta"),
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("AIGC:{", 300_000))),
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("AIGC:\n ", 200_000))),
            Encoding.UTF8.GetBytes(new string('[', 500_000)),
            Encoding.UTF8.GetBytes("<html>" + string.Concat(Enumerable.Repeat("<meta name=AIGC content='{", 200_000))),
            [.. "%PDF-1.7\n"u8, .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("1 0 obj /AIGC (", 200_000)))],
            [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, .. Enumerable.Repeat<byte[]>([0x21, 0xFF, 11, .. "XMP DataXMP"u8, 0], 50_000).SelectMany(static block => block)],
        ];
        var before = GC.GetTotalAllocatedBytes(precise: true);
        foreach (var bomb in bombs)
        {
            Assert.True(LabelVerifier.Unpinned.Verify(bomb, "bomb").Findings.Count <= 64);
        }
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 2L << 30, "bombs allocate without bound");
    }

    private static byte[] Make(string name) => name switch
    {
        "png xmp" => LabelledPictures.Png(LabelledPictures.PngInternational(LabelledPictures.XmpElement(Inner))),
        "png xmp compressed" => LabelledPictures.Png(LabelledPictures.PngInternational(LabelledPictures.XmpElement(Inner), compressed: true)),
        "png xmp attribute" => LabelledPictures.Png(LabelledPictures.PngInternational(LabelledPictures.XmpAttribute(Inner))),
        "png tEXt" => LabelledPictures.Png(LabelledPictures.PngText("AIGC", Wrapped)),
        "png zTXt" => LabelledPictures.Png(LabelledPictures.PngCompressedText("AIGC", Wrapped)),
        "png eXIf" => LabelledPictures.Png(LabelledPictures.PngChunk("eXIf", LabelledPictures.Tiff(userComment: LabelledPictures.UserComment(Wrapped)))),
        "jpeg xmp" => LabelledPictures.Jpeg(LabelledPictures.JpegXmp(LabelledPictures.XmpElement(Inner))),
        "jpeg exif" => LabelledPictures.Jpeg(LabelledPictures.JpegExif(LabelledPictures.Tiff(userComment: LabelledPictures.UserComment(Wrapped)))),
        "jpeg exif big-endian" => LabelledPictures.Jpeg(LabelledPictures.JpegExif(LabelledPictures.Tiff(userComment: LabelledPictures.UserComment(Wrapped), little: false))),
        "webp xmp" => LabelledPictures.Riff("WEBP", LabelledPictures.RiffChunk("VP8X", new byte[10]), LabelledPictures.RiffChunk("VP8 ", [1, 2, 3]), LabelledPictures.RiffChunk("XMP ", Encoding.UTF8.GetBytes(LabelledPictures.XmpElement(Inner)))),
        "webp exif" => LabelledPictures.Riff("WEBP", LabelledPictures.RiffChunk("VP8X", new byte[10]), LabelledPictures.RiffChunk("EXIF", LabelledPictures.Tiff(userComment: LabelledPictures.UserComment(Wrapped)))),
        "gif xmp" => LabelledPictures.Gif(xmp: LabelledPictures.XmpElement(Inner)),
        "tiff xmp" => LabelledPictures.Tiff(0x02BC, Encoding.UTF8.GetBytes(LabelledPictures.XmpElement(Inner))),
        "heic xmp" => LabelledPictures.Heif("heic", LabelledPictures.XmpElement(Inner)),
        "avif xmp" => LabelledPictures.Heif("avif", LabelledPictures.XmpElement(Inner)),
        "avif xmp idat" => LabelledPictures.Heif("avif", LabelledPictures.XmpElement(Inner), inData: true),
        "mp4" => LabelledFilms.Mp4("isom", Inner),
        "mov" => LabelledFilms.Mp4("qt  ", Inner, quickTimeMeta: true),
        "m4a" => LabelledFilms.Mp4("M4A ", Inner),
        "flv" => LabelledFilms.Flv(Inner),
        "mkv" => LabelledFilms.Mkv(Inner),
        "webm unknown sizes" => LabelledFilms.Mkv(Inner, "webm", unknownSize: true),
        "avi" => LabelledPictures.Riff("AVI ", LabelledPictures.RiffChunk("LIST", [.. "INFO"u8, .. LabelledPictures.RiffChunk("AIGC", Encoding.UTF8.GetBytes(Inner))])),
        "wav" => LabelledPictures.Riff("WAVE", LabelledPictures.RiffChunk("fmt ", new byte[16]), LabelledPictures.RiffChunk("AIGC", Encoding.UTF8.GetBytes(Inner)), LabelledPictures.RiffChunk("data", new byte[5])),
        "mp3 2.2" => LabelledFilms.Mp3(Inner, version: 2, encoding: 0),
        "mp3 2.3" => LabelledFilms.Mp3(Inner, version: 3, encoding: 0),
        "mp3 2.3 utf-16" => LabelledFilms.Mp3(Inner, version: 3, encoding: 1),
        "mp3 2.4" => LabelledFilms.Mp3(Inner, version: 4),
        "flac" => LabelledFilms.Flac(Inner),
        "ogg vorbis" => LabelledFilms.Ogg(Inner, opus: false),
        "ogg opus" => LabelledFilms.Ogg(Inner, opus: true),
        "ogg opus over pages" => LabelledFilms.Ogg(Inner, opus: true, padding: 120_000),
        "pdf" => LabelledDocuments.Pdf(Inner),
        "pdf utf-16" => LabelledDocuments.Pdf(Inner, utf16: true),
        "pdf object stream" => LabelledDocuments.Pdf(Inner, objectStream: true),
        "docx" => LabelledDocuments.Docx(Inner, Body + Notice),
        "markdown" => Encoding.UTF8.GetBytes(WildShapeTests.FrontMatter(Label, "  ", "\"") + "\n" + Body + "\n" + Notice),
        "html" => Encoding.UTF8.GetBytes($"<!DOCTYPE html><html><head><meta name=\"AIGC\" content='{Inner}'><title>t</title></head><body><p>{Notice}</p><p>{Body}</p></body></html>"),
        "json" => Encoding.UTF8.GetBytes("{\"choices\":[{\"message\":{\"content\":" + JsonSerializer.Serialize(Body + Notice) + "}}],\"AIGC\":" + Inner + "}"),
        "sse" => Encoding.UTF8.GetBytes(Event(Body) + Event("\n\n" + Notice) + "data: [DONE]\n\n"),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static string Event(string content) => "data: {\"choices\":[{\"delta\":{\"content\":" + JsonSerializer.Serialize(content) + "}}],\"AIGC\":" + Inner + "}\n\n";
}
