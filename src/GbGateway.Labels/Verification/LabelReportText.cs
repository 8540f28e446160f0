using System.Globalization;
using System.Text;
using GbGateway.Labels.Integrity;

namespace GbGateway.Labels.Verification;

/// <summary>A report as text for people who are no engineers, in Chinese and English.</summary>
public static class LabelReportText
{
    private const int LongestValue = 300;

    /// <summary>Writes <paramref name="report"/>.</summary>
    public static string Render(LabelReport report)
    {
        var text = new StringBuilder();
        Line(text, $"文件 File: {Clean(report.Name)}（{report.Format}，{report.Length.ToString("N0", CultureInfo.InvariantCulture)} 字节 bytes）");
        Line(text, $"结论 Result: {(!report.IsReadable ? "无法读取 unreadable" : report.IsFine ? "合格 fine" : "不合格，见下 not fine, see below")}");
        Line(text, $"隐式标识 Implicit labels: {report.LabelCount}");
        foreach (var finding in report.Findings)
        {
            Render(text, finding);
        }
        Line(text, "显式标识 Explicit label: " + (report.Explicit switch
        {
            ExplicitState.Present => "有 present",
            ExplicitState.Missing => "无 missing",
            _ => "未检查，请看图或听音 not checked: look at the picture, or listen",
        }));
        foreach (var label in report.ExplicitLabels)
        {
            Line(text, $"  {Position(label.Position)} — {Clean(label.Wording)} — {Clean(label.Place)}{Form(label.Form)}");
        }
        RenderEvidence(text, report);
        foreach (var remark in report.Remarks)
        {
            Render(text, remark, "");
        }
        return text.ToString();
    }

    /// <summary>Writes <paramref name="report"/> as one line.</summary>
    public static string RenderLine(LabelReport report) =>
        $"{(!report.IsReadable ? "✗ 无法读取 unreadable" : report.IsFine ? "✓ 合格 fine" : "✗ 不合格 not fine")}: {Clean(report.Name)}（{report.Format}）\n";

    private static void RenderEvidence(StringBuilder text, LabelReport report)
    {
        if (report.Watermark is { } mark)
        {
            Line(text, "水印 Watermark: " + (!mark.IsFound ? "无（本产品密钥）none of our keys"
                : $"内容编号 content id {mark.ContentID}，密钥 key {mark.KeyNumber}"
                    + mark.MatchesLabel switch { true => "，与隐式标识一致 the same as the implicit label's", false => "，与隐式标识不一致 NOT the implicit label's", _ => "" }));
        }
        if (report.Ledger is { } ledger)
        {
            Line(text, "台账 Ledger: " + ledger.State switch
            {
                LedgerState.SameContent => "有记录，内容一致 known, the very same content",
                LedgerState.OtherContent => "有此编号，内容不同（交付后被改动或另存） the number is known with other content: changed since, or saved in another form",
                LedgerState.KnownProduceID => "有此编号，未封存内容摘要 the number is known, no content hash was sealed",
                _ => "无记录 not known",
            });
            foreach (var trace in ledger.Traces)
            {
                Line(text, $"  {trace.When.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)} {Clean(trace.ProduceID)} {Clean(trace.What)}");
            }
        }
    }

    private static void Render(StringBuilder text, LabelFinding finding)
    {
        Line(text, $"  - {Verdict(finding.Verdict)}: {Clean(finding.Carrier)}, {Clean(finding.Place)}");
        if (finding.Metadata is { } label)
        {
            Line(text, $"      Label {Clean(label.Label)}（{Meaning(label.Label)}）");
            Line(text, $"      生成者 Producer: {Clean(label.ContentProducer)}{Segments(finding.Producer)}");
            Line(text, $"      内容编号 ProduceID: {Clean(label.ProduceID)}");
            Line(text, $"      传播者 Propagator: {Clean(label.ContentPropagator)}{Segments(finding.Propagator)}");
            Line(text, $"      传播编号 PropagateID: {Clean(label.PropagateID)}");
            Line(text, $"      完整性 Integrity: {State(finding.Signature.State)}{(finding.Signature.KeyID.Length > 0 ? " key " + finding.Signature.KeyID : "")}");
        }
        else
        {
            Line(text, $"      值 Value: {Clean(finding.Value)}");
        }
        foreach (var remark in finding.Remarks)
        {
            Render(text, remark, "    ");
        }
    }

    private static void Render(StringBuilder text, LabelRemark remark, string indent) =>
        Line(text, $"{indent}  {(remark.IsMistake ? "✗" : "!")} [{remark.Clause}] {Clean(remark.Chinese)} / {Clean(remark.English)}");

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Segments(ProviderCode? code) => code is null ? "" :
        $"\n        编码 Code: 主体 subject {code.Subject}，统一社会信用代码 USCC {code.Uscc}（校验 check {(code.HasCheckCharacter ? "✓" : "✗")}），"
        + $"服务 service {code.Service switch { "1" => "1 生成 generation", "2" => "2 传播 propagation", var other => other }}，自定义 own {code.Own}";

    private static string Verdict(LabelVerdict verdict) => verdict switch
    {
        LabelVerdict.Valid => "✓ 有效 valid",
        LabelVerdict.ValidWithWarnings => "✓ 有效但有提醒 valid with warnings",
        LabelVerdict.Malformed => "✗ 不符合标准 malformed",
        _ => "– 不是国标标识 not a GB label",
    };

    private static string Meaning(string label) => label switch
    {
        AigcLabel.Is => "属于 AI 生成合成 is AI-generated",
        AigcLabel.MayBe => "可能为 AI 生成合成 may be AI-generated",
        AigcLabel.Suspected => "疑似 AI 生成合成 suspected to be AI-generated",
        _ => "未知值 unknown value",
    };

    private static string State(SignatureState state) => state switch
    {
        SignatureState.None => "无 none",
        SignatureState.Opaque => "其他内容 something else",
        SignatureState.ValidPinned => "签名有效，来自已知密钥 valid, by a known key",
        SignatureState.ValidSelfSigned => "签名有效，但密钥来自文件本身 valid by the key in the file itself",
        SignatureState.Invalid => "签名无效 INVALID",
        _ => "无法验证 can't be verified",
    };

    private static string Form(ExplicitForm form) => form switch
    {
        ExplicitForm.CornerMark => "（角标 corner mark）",
        ExplicitForm.OtherNotice => "（缺要素，不算标识 no label: an element is missing）",
        _ => "",
    };

    private static string Position(string position) => position switch { "start" => "开头 start", "end" => "结尾 end", _ => "中间 middle" };

    // Values come from strangers: no control characters, no ends of line, no page of text.
    private static string Clean(string value)
    {
        var clean = string.Concat(value.Take(LongestValue).Select(static c => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') ? ' ' : c));
        return value.Length > LongestValue ? clean + "…" : clean;
    }
}
