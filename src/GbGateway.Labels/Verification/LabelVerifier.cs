using GbGateway.Labels.Integrity;
using GbGateway.Labels.Verification.Containers;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification;

/// <summary>Reads every carrier of a label from any file and says what each is. Hostile bytes give a report, never an exception; memory and time are bounded.</summary>
/// <param name="signatures">Checks integrity protection, with the keys that are pinned.</param>
public sealed class LabelVerifier(LabelSignatureVerifier signatures)
{
    /// <summary>Longest file that is read whole, in bytes.</summary>
    public const long LongestFile = 512L << 20;

    /// <summary>A verifier that pins no keys.</summary>
    public static LabelVerifier Unpinned { get; } = new(LabelSignatureVerifier.Unpinned);

    /// <summary>Reads <paramref name="file"/>; never throws.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">Its name, for people only: bytes decide what it is.</param>
    public LabelReport Verify(ReadOnlySpan<byte> file, string name)
    {
        var found = new CarrierFindings(signatures);
        if (file.IsEmpty)
        {
            found.Remark("GB-6.1-a", "文件为空", "the file is empty", isMistake: true);
            return Report(name, "unknown", 0, found, isReadable: false);
        }
        var reader = CarrierReaders.Find(file);
        if (reader is null)
        {
            LabelTraces.FindInBytes(file, 0, "unknown format", found, CarrierTraits.None);
            found.Remark("GB-6.1-a", "无法识别文件格式", "the format is not known", isMistake: true);
            return Report(name, "unknown", file.Length, found, isReadable: found.All.Count > 0);
        }
        reader.Read(file, found);
        JudgeCount(found);
        return Report(name, FormatOf(reader, file), file.Length, found, isReadable: true);
    }

    /// <summary>The report of a file that could not be read from its disk.</summary>
    public static LabelReport Unreadable(string name, string reason)
    {
        var found = new CarrierFindings(LabelSignatureVerifier.Unpinned);
        found.Remark("GB-6.1-a", "文件无法读取：" + reason, "the file can't be read: " + reason, isMistake: true);
        return Report(name, "unknown", 0, found, isReadable: false);
    }

    private static void JudgeCount(CarrierFindings found)
    {
        var labels = found.All.Count(static finding => finding.IsLabel);
        if (labels == 0)
        {
            found.Remark("GB-6.1-a", "没有文件元数据隐式标识", "there is no implicit label in the file's metadata", isMistake: true);
        }
        else if (labels > 1)
        {
            var same = found.All.Where(static finding => finding.IsLabel).Select(static finding => finding.Metadata).Distinct().Count() == 1;
            found.Remark("GB-6.1-c",
                $"共有 {labels} 处隐式标识，标准要求恰好一处" + (same ? "（内容相同）" : "（内容不同）"),
                $"there are {labels} implicit labels, the standard wants exactly one" + (same ? " (they say the same)" : " (they differ)"), isMistake: true);
        }
    }

    private static string FormatOf(CarrierReader reader, ReadOnlySpan<byte> file) => reader switch
    {
        RiffCarriers => RiffCarriers.KindOf(file),
        IsoCarriers => IsoCarriers.KindOf(file),
        MatroskaCarriers => MatroskaCarriers.KindOf(file),
        _ => reader.Name,
    };

    private static LabelReport Report(string name, string format, long length, CarrierFindings found, bool isReadable)
    {
        var state = found.ExplicitLabels.Any(static label => label.IsLabel) ? ExplicitState.Present : found.HasText ? ExplicitState.Missing : ExplicitState.NotChecked;
        var remarks = found.Remarks.ToList();
        if (state == ExplicitState.Missing)
        {
            remarks.Add(found.ExplicitLabels.Count > 0
                ? new LabelRemark("GB-5.1-b", "有声明性文字，但不含“人工智能/AI”与“生成/合成”两要素", "there is a notice, but without both elements (AI or 人工智能, and 生成 or 合成)", IsMistake: true)
                : new LabelRemark("GB-5.1-b", "文本中没有显式标识（须含“人工智能”或“AI”以及“生成”或“合成”）", "the text has no explicit label", IsMistake: true));
        }
        else if (state == ExplicitState.Present && found.ExplicitLabels.All(static label => label.Form != ExplicitForm.Text))
        {
            remarks.Add(new LabelRemark("GB-5.1-c", "仅见角标形式，请人工确认其显示为角标", "only in corner-mark form: a person makes sure that it is shown as one"));
        }
        return new LabelReport
        {
            Name = name, Format = format, Length = length, Findings = found.All, Explicit = state, ExplicitLabels = found.ExplicitLabels, Remarks = remarks, IsReadable = isReadable,
        };
    }
}
