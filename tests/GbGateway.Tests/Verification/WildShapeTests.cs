using System.Text;
using System.Text.Json;
using GbGateway.Labels;
using GbGateway.Labels.Integrity;
using GbGateway.Labels.Verification;

namespace GbGateway.Tests.Verification;

/// <summary>The shapes met in the wild, <c>standards.md</c> 4: each is read, and says what is unusual about it.</summary>
public sealed class WildShapeTests
{
    private static readonly AigcMetadata Label = AigcMetadata.ByProducer("001191110102MACQD9K64018705", "01J0000000000000000000000A");
    private static readonly string Inner = Label.ToInnerJson();
    private const string ThreeKeys = "{\"Label\":\"1\",\"ContentProducer\":\"001191110102MACQD9K64018705\",\"ProduceID\":\"x1\"}";

    [Fact]
    public void Xmp_with_a_prefix_that_was_never_declared() =>
        AssertShape(LabelledPictures.Png(LabelledPictures.PngInternational(LabelledPictures.Xmp(
            $" TC260:AIGC=\"{LabelledPictures.Entities(Inner)}\"/>", "xmlns:C260=\"http://www.tc260.org.cn/ns/AIGC/1.0/\""))), LabelVerdict.ValidWithWarnings, "PG-20259A", Label);

    [Fact]
    public void Xmp_in_another_namespace() =>
        AssertShape(LabelledPictures.Jpeg(LabelledPictures.JpegXmp(LabelledPictures.Xmp(
            $"><TC260:AIGC>{Inner}</TC260:AIGC></rdf:Description>", "xmlns:TC260=\"http://example.com/ns/\""))), LabelVerdict.ValidWithWarnings, "PG-20259A", Label);

    [Fact]
    public void Xmp_with_its_keys_as_elements() =>
        AssertShape(LabelledPictures.Jpeg(LabelledPictures.JpegXmp(LabelledPictures.Xmp(
            "><TC260:AIGC rdf:parseType=\"Resource\"><TC260:Label>1</TC260:Label><TC260:ContentProducer>p</TC260:ContentProducer><TC260:ProduceID>i</TC260:ProduceID></TC260:AIGC></rdf:Description>"))),
            LabelVerdict.ValidWithWarnings, "GB-6.1-a");

    [Fact]
    public void Xmp_in_CDATA() =>
        AssertShape(LabelledPictures.Jpeg(LabelledPictures.JpegXmp(LabelledPictures.Xmp($"><TC260:AIGC><![CDATA[{Inner}]]></TC260:AIGC></rdf:Description>"))), LabelVerdict.Valid, null, Label);

    [Fact]
    public void A_bare_name_in_a_PNG_text_chunk() =>
        AssertShape(LabelledPictures.Png(LabelledPictures.PngText("AIGC", "\"doubao\"")), LabelVerdict.Malformed, "GB-E-b");

    [Fact]
    public void A_label_behind_the_pixels() =>
        AssertShape(LabelledPictures.Png(after: LabelledPictures.PngInternational(LabelledPictures.XmpElement(Inner))), LabelVerdict.ValidWithWarnings, "MEA-5", Label);

    [Fact]
    public void A_label_behind_the_end_of_a_PNG() =>
        AssertShape(LabelledPictures.Png(trailing: Encoding.UTF8.GetBytes($"{{\"AIGC\":{Inner}}}")), LabelVerdict.ValidWithWarnings, "MEA-5", Label);

    [Fact]
    public void A_label_behind_the_end_of_a_JPEG() =>
        AssertShape([.. LabelledPictures.Jpeg(), .. Encoding.UTF8.GetBytes($"{{\"AIGC\":{Inner}}}")], LabelVerdict.ValidWithWarnings, "MEA-5", Label);

    [Fact]
    public void Exif_ImageDescription_with_other_keys_is_not_a_label()
    {
        var file = LabelledPictures.Jpeg(LabelledPictures.JpegExif(LabelledPictures.Tiff(0x010E,
            Encoding.UTF8.GetBytes("{\"ServiceProvider\":\"x\",\"ServiceUser\":\"u\",\"Time\":\"t\",\"ContentId\":\"c\"}\0"))));
        var report = AssertShape(file, LabelVerdict.NotGbLabel, "GB-6.1-a");
        Assert.Equal(0, report.LabelCount);
    }

    [Fact]
    public void A_bare_blob_in_an_APP_segment() =>
        AssertShape(LabelledPictures.Jpeg(LabelledPictures.JpegSegment(0xEB, [.. "AIGC"u8, .. Encoding.UTF8.GetBytes(Inner)])), LabelVerdict.ValidWithWarnings, "PG-20259A", Label);

    [Fact]
    public void An_inner_object_in_UserComment_wants_its_wrapper() =>
        AssertShape(LabelledPictures.Jpeg(LabelledPictures.JpegExif(LabelledPictures.Tiff(userComment: LabelledPictures.UserComment(Inner)))), LabelVerdict.ValidWithWarnings, "GB-E-b", Label);

    [Fact]
    public void A_meta_box_directly_under_moov() =>
        AssertShape(LabelledFilms.Mp4("isom", Inner, underMoov: true), LabelVerdict.ValidWithWarnings, "PG-20259A", Label);

    [Fact]
    public void An_ilst_with_no_key_name() =>
        AssertShape(LabelledFilms.Mp4("isom", Inner, key: null), LabelVerdict.ValidWithWarnings, "PG-20259A", Label);

    [Fact]
    public void Only_three_keys() => AssertShape(LabelledFilms.Mp4("isom", ThreeKeys), LabelVerdict.ValidWithWarnings, "GB-6.1-a");

    public static TheoryData<string, string> FrontMatters
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var indent in new[] { "  ", "    " })
            {
                data.Add(FrontMatter(Label, indent, "\""), "");
                data.Add(FrontMatter(Label, indent, "'"), "");
                data.Add(FrontMatter(Label, indent, ""), "GB-E-b");
            }
            data.Add(FrontMatter(Label, "  ", "\"", alphabetical: true), "GB-E-b");
            data.Add($"---\nAIGC: {Inner}\n---\n", "");
            data.Add($"---\ntitle: x\nAIGC: '{Inner}'\n---\n", "");
            data.Add("---\nAIGC: {Label: '1', ContentProducer: '001191110102MACQD9K64018705', ProduceID: '01J0000000000000000000000A', ReservedCode1: '', ContentPropagator: '001191110102MACQD9K64018705', PropagateID: '01J0000000000000000000000A', ReservedCode2: ''}\n---\n", "");
            data.Add($"---\nAIGC: |\n  {Inner}\n---\n", "");
            data.Add("# Title\n\nText.\n\n" + FrontMatter(Label, "  ", "\"") + "\nMore text.\n", "MEA-5");
            data.Add("# Title\n\nText.\n\n" + FrontMatter(Label, "  ", "\""), "MEA-5");
            data.Add("```yaml\n" + FrontMatter(Label, "  ", "\"").Replace("---\n", "") + "```\n", "PG-20259A");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(FrontMatters))]
    public void Front_matter_of_every_style(string text, string clause)
    {
        foreach (var lines in new[] { text, text.Replace("\n", "\r\n") })
        {
            AssertShape(Encoding.UTF8.GetBytes(lines), clause.Length == 0 ? LabelVerdict.Valid : LabelVerdict.ValidWithWarnings, clause.Length == 0 ? null : clause, Label);
        }
    }

    [Fact]
    public void Front_matter_whose_Label_is_no_number() =>
        AssertShape(Encoding.UTF8.GetBytes(FrontMatter(Label with { Label = "AIGC" }, "  ", "\"")), LabelVerdict.Malformed, "GB-E-c");

    [Fact]
    public void Front_matter_with_spaces_in_its_values() =>
        AssertShape(Encoding.UTF8.GetBytes(FrontMatter(Label with { ContentProducer = "Some Company", ContentPropagator = "Some Company" }, "  ", "\"")), LabelVerdict.ValidWithWarnings, "GB-E-j");

    [Theory]
    [InlineData("6f1c1f2e-6a1a-4d0f-9a55-0f6c5c9a1b2c")]
    [InlineData("MEUCIQDxYWJj")]
    [InlineData("3045022100AB")]
    public void Reserved_codes_of_any_kind_are_no_mistake(string code)
    {
        var report = AssertShape(LabelledFilms.Mp4("isom", (Label with { ReservedCode1 = code }).ToInnerJson()), LabelVerdict.Valid, null);
        Assert.Equal(SignatureState.Opaque, report.Findings[0].Signature.State);
    }

    [Fact]
    public void A_private_form_is_not_a_label()
    {
        var report = AssertShape(Encoding.UTF8.GetBytes("{\"aigc_info\":{\"aigc_label_type\":1},\"text\":\"（内容由AI生成）\"}"), LabelVerdict.NotGbLabel, "GB-6.1-a");
        Assert.Equal(0, report.LabelCount);
    }

    [Fact]
    public void The_tag_of_event_streams_in_lower_camel_case() =>
        AssertShape(Encoding.UTF8.GetBytes("data: {\"text\":\"x\",\"aiGenTag\":{\"contentProducer\":\"p\",\"produceID\":\"i\"}}\n\n"), LabelVerdict.Malformed, "GB-E-a");

    [Theory]
    [InlineData("{\"Label\":\"4\",\"ContentProducer\":\"p\",\"ProduceID\":\"i\"}", LabelVerdict.Malformed, "GB-E-c")]
    [InlineData("{\"Label\":\"1\",\"ContentProducer\":\"\",\"ProduceID\":\"\"}", LabelVerdict.Malformed, "MEA-5")]
    [InlineData("{\"Label\":1,\"ContentProducer\":\"p\",\"ProduceID\":\"i\"}", LabelVerdict.ValidWithWarnings, "GB-E-b")]
    [InlineData("{\"ContentProducer\":\"p\",\"Label\":\"1\",\"ProduceID\":\"i\"}", LabelVerdict.ValidWithWarnings, "GB-E-b")]
    [InlineData("{\"label\":\"1\",\"ContentProducer\":\"p\",\"ProduceID\":\"i\"}", LabelVerdict.Malformed, "GB-E-b")]
    [InlineData("{\"Label\":\"1\",\"Label\":\"2\",\"ContentProducer\":\"p\",\"ProduceID\":\"i\"}", LabelVerdict.Malformed, "GB-E-b")]
    [InlineData("{\"Label\":\"1\",\"ContentProducer\":\"001191110102MACQD9K65018705\",\"ProduceID\":\"i\"}", LabelVerdict.ValidWithWarnings, "PG-20252A")]
    [InlineData("{\"Label\":\"1\"", LabelVerdict.Malformed, "GB-E-b")]
    [InlineData("", LabelVerdict.Malformed, "GB-E-b")]
    public void Values_are_judged_by_clause(string json, LabelVerdict verdict, string clause) =>
        AssertShape(LabelledPictures.Riff("WAVE", LabelledPictures.RiffChunk("AIGC", Encoding.UTF8.GetBytes(json))), verdict, clause);

    public static TheoryData<string, string, string> Notations => new()
    {
        { "an object as a string", JsonSerializer.Serialize(Inner), "GB-E-b" },
        { "escaped once", Inner.Replace("\"", "\\\""), "GB-E-b" },
        { "escaped twice", JsonSerializer.Serialize(JsonSerializer.Serialize(Inner)), "GB-E-b" },
        { "wrapped, the object as a string", "{\"AIGC\":" + JsonSerializer.Serialize(Inner) + "}", "" },
        { "entities", LabelledPictures.Entities(Inner), "GB-E-b" },
        { "entities of entities", LabelledPictures.Entities(LabelledPictures.Entities(Inner)), "GB-E-b" },
        { "single quotes", Inner.Replace('"', '\''), "GB-E-b" },
        { "wrapped in single quotes", "{'AIGC': " + Inner.Replace('"', '\'') + "}", "GB-E-b" },
        { "percent-encoded", Uri.EscapeDataString(Inner), "GB-E-b" },
        { "base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(Inner)), "GB-E-b" },
        { "a name before it", "AIGC" + Inner, "GB-E-b" },
        { "zeros behind it", Inner + "\0\0", "" },
        { "words behind it", Inner + " and more", "GB-E-b" },
        { "blanks and line ends", Inner.Replace(",", ",\n  ").Replace(":", ": "), "" },
    };

    [Theory]
    [MemberData(nameof(Notations))]
    public void A_value_is_read_in_whatever_notation_it_stands(string name, string value, string clause)
    {
        _ = name;
        AssertShape(LabelledPictures.Riff("WAVE", LabelledPictures.RiffChunk("AIGC", Encoding.UTF8.GetBytes(value))),
            clause.Length == 0 ? LabelVerdict.Valid : LabelVerdict.ValidWithWarnings, clause.Length == 0 ? null : clause, Label);
    }

    public static TheoryData<string> Comments
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var little in new[] { true, false })
            {
                foreach (var code in new[] { "ascii", "unicode", "unicode other order", "unicode bom", "jis", "undefined", "blanks", "none", "ascii with wide characters" })
                {
                    data.Add($"{code} {(little ? "II" : "MM")}");
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Comments))]
    public void A_UserComment_is_read_under_every_character_code_and_byte_order(string name)
    {
        var little = name.EndsWith("II", StringComparison.Ordinal);
        var wrapped = $"{{\"AIGC\":{Inner}}}";
        Encoding own = little ? Encoding.Unicode : Encoding.BigEndianUnicode, other = little ? Encoding.BigEndianUnicode : Encoding.Unicode;
        byte[] comment = name[..^3] switch
        {
            "ascii" => [.. "ASCII\0\0\0"u8, .. Encoding.ASCII.GetBytes(wrapped)],
            "unicode" => [.. "UNICODE\0"u8, .. own.GetBytes(wrapped)],
            "unicode other order" => [.. "UNICODE\0"u8, .. other.GetBytes(wrapped)],
            "unicode bom" => [.. "UNICODE\0"u8, .. other.GetPreamble(), .. other.GetBytes(wrapped)],
            "jis" => [.. "JIS\0\0\0\0\0"u8, .. Encoding.ASCII.GetBytes(wrapped)],
            "undefined" => [.. new byte[8], .. Encoding.UTF8.GetBytes(wrapped)],
            "blanks" => [.. "        "u8, .. Encoding.UTF8.GetBytes(wrapped)],
            "none" => Encoding.UTF8.GetBytes(wrapped),
            _ => [.. "ASCII\0\0\0"u8, .. own.GetBytes(wrapped)],
        };
        AssertShape(LabelledPictures.Jpeg(LabelledPictures.JpegExif(LabelledPictures.Tiff(userComment: comment, little: little))), LabelVerdict.Valid, null, Label);
    }

    public static TheoryData<string, string, string> Texts => new()
    {
        { "a folded scalar, as YAML writers make of long codes", FrontMatter(Label, "  ", "'").Replace("ReservedCode1: ''", "ReservedCode1: >-\n    MEUCIQDxYWJj"), "" },
        { "a quoted scalar over two lines", "---\nAIGC:\n  Label: '1'\n  ContentProducer: 'p'\n  ProduceID: 'first\n    second'\n---\n", "GB-6.1-a" },
        { "comments behind values", FrontMatter(Label, "  ", "\"").Replace("Label: \"1\"", "Label: \"1\"  # generated"), "" },
        { "no indent", "---\n" + FrontMatter(Label, "", "\"")[4..], "" },
        { "a comment's marks", FrontMatter(Label, "  ", "\"").Replace("---\n", "").Replace("AIGC", "# AIGC").Replace("  ", "#   "), "PG-20259A" },
        { "an HTML comment", "# T\n\ntext\n\n<!-- AIGC: " + Inner + " -->\n", "MEA-5" },
        { "entities in an HTML comment", "# T\n\ntext\n\n<!-- AIGC_INFO: " + LabelledPictures.Entities(Inner) + " -->\n", "GB-E-b" },
        { "a mapping within an HTML comment", "# T\n\n<!--\n" + FrontMatter(Label, "  ", "\"").Replace("---\n", "") + "-->\n", "MEA-5" },
        { "TOML", "+++\ntitle = 'x'\n[AIGC]\n" + string.Join('\n', FrontMatter(Label, "", "\"").Replace(": ", " = ").Split('\n')[2..^2]) + "\n+++\n", "" },
        { "a document behind a second front matter", FrontMatter(Label, "  ", "'", alphabetical: true) + "\n---\ntitle: x\nparent: y\n---\n", "GB-E-b" },
        { "within other keys", "---\ntitle: Exit\nparent: Statements\n" + FrontMatter(Label, "  ", "'", alphabetical: true)[4..], "GB-E-b" },
        { "behind a change log", "# Log\n\n- one\n- two\n\n" + FrontMatter(Label, "    ", "").Replace("---\n", ""), "MEA-5" },
        { "a fenced block in folded details", "# T\n\n<details>\n\n```yaml\n" + FrontMatter(Label, "    ", "\"").Replace("---\n", "") + "```\n\n</details>\n", "MEA-5" },
        { "JSON in a quoted scalar", "---\nAIGC: \"" + Inner.Replace("\"", "\\\"") + "\"\n---\n", "" },
        { "wrapped JSON in a quoted scalar", "---\nAIGC: '{\"AIGC\":" + Inner + "}'\n---\n", "" },
        { "JSON in a fenced block", "# T\n\n```json\n{\"AIGC\": " + Inner + "}\n```\n", "" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_carries_its_label_in_many_ways(string name, string text, string clause)
    {
        _ = name;
        foreach (var lines in new[] { text, text.Replace("\n", "\r\n"), "\uFEFF" + text })
        {
            AssertShape(Encoding.UTF8.GetBytes(lines), clause.Length == 0 ? LabelVerdict.Valid : LabelVerdict.ValidWithWarnings, clause.Length == 0 ? null : clause, name.Contains("scalar over two") ? null : name.StartsWith("a folded", StringComparison.Ordinal) ? Label with { ReservedCode1 = "MEUCIQDxYWJj" } : Label);
        }
        AssertShape([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)], clause.Length == 0 ? LabelVerdict.Valid : LabelVerdict.ValidWithWarnings, null);
    }

    [Fact]
    public void Reserved_codes_under_another_spelling_are_read_and_named()
    {
        var report = AssertShape(Encoding.UTF8.GetBytes("---\nAIGC: {\"Label\": \"1\", \"ContentProducer\": \"p\", \"ProduceID\": \"i\", \"ReserveCode1\": \"a\", \"ContentPropagator\": \"p\", \"PropagateID\": \"i\", \"ReserveCode2\": \"b\"}\n---\n"),
            LabelVerdict.ValidWithWarnings, "GB-E-b", new AigcMetadata("1", "p", "i", "a", "p", "i", "b"));
        Assert.Contains("ReserveCode1", report.Findings[0].Remarks[0].English, StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_without_a_field_that_names_them_are_found_and_told() =>
        AssertShape(Encoding.UTF8.GetBytes("---\n" + string.Join('\n', FrontMatter(Label, "", "\"").Split('\n')[2..])), LabelVerdict.ValidWithWarnings, "GB-E-a", Label);

    [Fact]
    public void A_side_file_of_the_bare_object_is_found() => AssertShape(Encoding.UTF8.GetBytes(Inner), LabelVerdict.ValidWithWarnings, "GB-E-a", Label);

    [Fact]
    public void Xmp_whose_elements_are_properties_of_their_own() =>
        AssertShape(LabelledPictures.Jpeg(LabelledPictures.JpegXmp(LabelledPictures.Xmp(
            $" TC260:Label=\"1\" TC260:ContentProducer=\"{Label.ContentProducer}\" TC260:ProduceID=\"i\"/>"))), LabelVerdict.ValidWithWarnings, "GB-E-a");

    [Fact]
    public void Xmp_with_an_angle_bracket_in_a_value() =>
        AssertShape(LabelledPictures.Jpeg(LabelledPictures.JpegXmp(LabelledPictures.Xmp($"><TC260:AIGC>{(Label with { ProduceID = "a<b" }).ToInnerJson().Replace("\\u003C", "<")}</TC260:AIGC></rdf:Description>"))),
            LabelVerdict.Valid, null, Label with { ProduceID = "a<b" });

    [Fact]
    public void Xmp_of_a_GIF_cut_into_sub_blocks_after_all()
    {
        var packet = Encoding.UTF8.GetBytes(LabelledPictures.XmpElement(Inner)).Chunk(255).SelectMany(static part => (byte[])[(byte)part.Length, .. part]);
        byte[] file = [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x21, 0xFF, 11, .. "XMP DataXMP"u8, .. packet, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B];
        AssertShape(file, LabelVerdict.Valid, null, Label);
    }

    [Fact]
    public void A_comment_of_QuickTime_without_any_name() =>
        AssertShape([.. LabelledFilms.Box("ftyp", [.. "qt  "u8, 0, 0, 2, 0]), .. LabelledFilms.Box("moov", LabelledFilms.Box("udta", LabelledFilms.Box("\u00A9cmt", [0, 200, 0, 0, .. Encoding.UTF8.GetBytes(Inner)])))],
            LabelVerdict.ValidWithWarnings, "GB-E-a", Label);

    [Fact]
    public void The_field_of_a_video_app_is_not_a_label() =>
        AssertShape(LabelledFilms.Mp4("isom", "{\"aigc_label_type\":2}", key: "AigcInfo"), LabelVerdict.NotGbLabel, "GB-6.1-a");

    [Fact]
    public void Members_that_merely_speak_of_AIGC_are_no_broken_labels()
    {
        var report = LabelVerifier.Unpinned.Verify("{\"is_aigc\":\"0\",\"aigcType\":\"text\",\"content\":\"x\"}"u8, "a.json");
        Assert.All(report.Findings, static finding => Assert.Equal(LabelVerdict.NotGbLabel, finding.Verdict));
        Assert.Empty(LabelVerifier.Unpinned.Verify("# AIGC: a term\n\nAIGC: 生成式内容的统称。\n\n```js\nconst x = { aigc: { left: 1 } };\n```\n"u8, "a.md").Findings);
    }

    [Fact]
    public void A_tag_of_a_stream_is_read_however_the_transcript_is_kept()
    {
        const string Tag = "{\"text\":\"x\",\"aiGenTag\":{\"contentProducer\":\"p\",\"produceID\":\"i\"}}";
        foreach (var kept in new[] { "data:" + Tag + "\n\n", "event: message\ndata: " + Tag + "\n\ndata: [DONE]\n", "HTTP/1.1 200 OK\n\ndata: " + Tag + "\n", Tag + "\n" + Tag + "\n", "[12:00:01] " + Tag })
        {
            var report = LabelVerifier.Unpinned.Verify(Encoding.UTF8.GetBytes(kept), "a");
            var finding = Assert.Single(report.Findings);
            Assert.Equal((LabelVerdict.Malformed, "p", "i"), (finding.Verdict, finding.Metadata!.ContentProducer, finding.Metadata.ProduceID));
        }
    }

    [Fact]
    public void A_label_within_the_pieces_of_a_streamed_document_is_put_together()
    {
        var document = FrontMatter(Label, "  ", "\"") + "\n正文（内容由AI生成）";
        var stream = string.Concat(document.Select(static c => $"data: {{\"choices\":[{{\"delta\":{{\"content\":{JsonSerializer.Serialize(c.ToString())}}}}}]}}\n\n"));
        var report = LabelVerifier.Unpinned.Verify(Encoding.UTF8.GetBytes(stream), "a.sse");
        Assert.Equal(Label, Assert.Single(report.Findings).Metadata);
        Assert.Equal(ExplicitState.Present, report.Explicit);
    }

    internal static string FrontMatter(AigcMetadata label, string indent, string quote, bool alphabetical = false)
    {
        (string Key, string Value)[] fields =
        [
            ("Label", label.Label), ("ContentProducer", label.ContentProducer), ("ProduceID", label.ProduceID), ("ReservedCode1", label.ReservedCode1),
            ("ContentPropagator", label.ContentPropagator), ("PropagateID", label.PropagateID), ("ReservedCode2", label.ReservedCode2),
        ];
        var ordered = alphabetical ? [.. fields.OrderBy(static field => field.Key, StringComparer.Ordinal)] : fields;
        return "---\nAIGC:\n" + string.Concat(ordered.Select(field => $"{indent}{field.Key}: {quote}{field.Value}{quote}\n")) + "---\n";
    }

    private static LabelReport AssertShape(byte[] file, LabelVerdict verdict, string? clause, AigcMetadata? metadata = null)
    {
        var report = LabelVerifier.Unpinned.Verify(file, "wild");
        var finding = Assert.Single(report.Findings);
        Assert.Equal((verdict, finding.Carrier), (finding.Verdict, finding.Carrier));
        if (clause is not null)
        {
            Assert.Contains(clause, finding.Remarks.Select(static remark => remark.Clause));
        }
        if (metadata is not null)
        {
            Assert.Equal(metadata, finding.Metadata);
        }
        return report;
    }
}
