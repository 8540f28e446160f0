using System.Text;
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
