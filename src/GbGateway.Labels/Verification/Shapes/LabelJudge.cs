using GbGateway.Labels.Integrity;

namespace GbGateway.Labels.Verification.Shapes;

/// <summary>Says what a value found in a carrier is, and which clause it touches.</summary>
internal static class LabelJudge
{
    public static LabelFinding Judge(string carrier, string place, string value, LabelFields? fields, CarrierTraits traits, LabelSignatureVerifier signatures)
    {
        var remarks = new List<LabelRemark>();
        var isEncoded = false;
        fields ??= LabelNotation.TryRead(value, out isEncoded);
        if (fields is null && traits.HasFlag(CarrierTraits.MayBeOther))
        {
            remarks.Add(Warning("GB-6.1-a", "名称含 AIGC，但不是标识对象，属于其他用途", "its name contains AIGC, but it is no label object: another use"));
            return new LabelFinding(carrier, place, value, LabelVerdict.NotGbLabel, remarks);
        }
        if (fields is null)
        {
            remarks.Add(value.Length == 0
                ? Mistake("GB-E-b", "值为空", "the value is empty")
                : Mistake("GB-E-b", "值不是 JSON 对象，例如只写了名称", "the value is no JSON object; a bare name, for instance"));
            return new LabelFinding(carrier, place, value, LabelVerdict.Malformed, remarks);
        }
        if (fields.Known == 0)
        {
            remarks.Add(Warning("GB-6.1-a", "没有标准规定的任何要素，属于其他标识方案", "none of the standard's elements: another scheme's field"));
            return new LabelFinding(carrier, place, value, LabelVerdict.NotGbLabel, remarks);
        }
        JudgePlace(traits, fields, remarks);
        if (isEncoded)
        {
            remarks.Add(Warning("GB-E-b", "值不是直接的 JSON，而是被转义、编码或以其他写法书写", "the value is not plain JSON: escaped, encoded, or in another notation"));
        }
        JudgeKeys(fields, remarks);
        JudgeValues(fields, traits, remarks);
        var metadata = new AigcMetadata(
            Value("Label"), Value("ContentProducer"), Value("ProduceID"), Value("ReservedCode1"), Value("ContentPropagator"), Value("PropagateID"), Value("ReservedCode2"));
        ProviderCode? producer = ProviderCode.TryRead(metadata.ContentProducer), propagator = ProviderCode.TryRead(metadata.ContentPropagator);
        JudgeCode("ContentProducer", producer, remarks);
        if (metadata.ContentPropagator != metadata.ContentProducer)
        {
            JudgeCode("ContentPropagator", propagator, remarks);
        }
        var signature = signatures.Verify(metadata);
        if (signature.State == SignatureState.Invalid)
        {
            remarks.Add(Mistake("PG-202511A", "完整性校验不通过：标识在签名后被改动", "the integrity check fails: the label was changed after it was signed"));
        }
        var verdict = remarks.Exists(static remark => remark.IsMistake) ? LabelVerdict.Malformed
            : remarks.Count > 0 ? LabelVerdict.ValidWithWarnings
            : LabelVerdict.Valid;
        return new LabelFinding(carrier, place, value, verdict, remarks) { Metadata = metadata, Producer = producer, Propagator = propagator, Signature = signature };

        string Value(string key) => fields.Find(key) ?? "";
    }

    private static void JudgePlace(CarrierTraits traits, LabelFields fields, List<LabelRemark> remarks)
    {
        if (traits.HasFlag(CarrierTraits.Late))
        {
            remarks.Add(Warning("MEA-5", "标识位于文件主体之后，而不在文件头", "it stands behind the content, not in the file's head"));
        }
        if (traits.HasFlag(CarrierTraits.UndeclaredPrefix))
        {
            remarks.Add(Warning("PG-20259A", "XMP 前缀与其 xmlns 声明不一致", "the XMP prefix does not match its xmlns declaration"));
        }
        if (traits.HasFlag(CarrierTraits.OtherNamespace))
        {
            remarks.Add(Warning("PG-20259A", "XMP 命名空间不是 http://www.tc260.org.cn/ns/AIGC/1.0/", "the XMP namespace is not http://www.tc260.org.cn/ns/AIGC/1.0/"));
        }
        if (traits.HasFlag(CarrierTraits.UnusualPlace))
        {
            remarks.Add(Warning("PG-20259A", "实践指南未列出此位置", "no practice guide names this place"));
        }
        if (traits.HasFlag(CarrierTraits.OtherName))
        {
            remarks.Add(Mistake("GB-E-a", "字段名不含 AIGC", "the field's name does not contain AIGC"));
        }
        if (traits.HasFlag(CarrierTraits.Bare))
        {
            remarks.Add(Warning("GB-E-a", "要素没有放在名称含 AIGC 的字段内", "the elements stand in no field whose name contains AIGC"));
        }
        if (traits.HasFlag(CarrierTraits.WantsWrapper) && !fields.IsWrapped)
        {
            remarks.Add(Warning("GB-E-b", "此载体应使用 {\"AIGC\":{…}} 的外层形式", "this carrier holds the wrapped form {\"AIGC\":{…}}"));
        }
    }

    private static void JudgeKeys(LabelFields fields, List<LabelRemark> remarks)
    {
        var named = fields.All.Where(static field => LabelFields.KeyOf(field.Key) is not null).ToList();
        var misnamed = named.Where(static field => !LabelFields.Keys.Contains(field.Key)).Select(static field => field.Key).Distinct().ToList();
        if (misnamed.Count > 0)
        {
            // The elements that make a label must be named as the standard names them.
            var isMistake = misnamed.Exists(static name => LabelFields.KeyOf(name) is "Label" or "ContentProducer" or "ProduceID");
            remarks.Add(new LabelRemark("GB-E-b", "要素名与标准写法不符：" + string.Join("、", misnamed), "elements are not spelled as in the standard: " + string.Join(", ", misnamed), isMistake));
        }
        var missing = LabelFields.Keys.Where(key => fields.Find(key) is null).ToList();
        if (missing.Contains("Label"))
        {
            remarks.Add(Mistake("GB-E-c", "缺少 Label 要素", "the element Label is missing"));
        }
        var others = missing.Where(static key => key != "Label").ToList();
        if (others.Count > 0)
        {
            remarks.Add(Warning("GB-6.1-a", "缺少要素：" + string.Join("、", others), "elements are missing: " + string.Join(", ", others)));
        }
        var order = named.Select(static field => Array.IndexOf(LabelFields.Keys, LabelFields.KeyOf(field.Key))).ToList();
        if (order.Distinct().Count() < order.Count)
        {
            remarks.Add(Mistake("GB-E-b", "要素重复", "an element stands there twice"));
        }
        else if (!order.SequenceEqual(order.Order()))
        {
            remarks.Add(Warning("GB-E-b", "要素顺序与标准不同", "the elements are not in the standard's order"));
        }
        if (fields.All.Count > named.Count)
        {
            remarks.Add(Warning("GB-E-b", "含有标准之外的字段", "there are fields besides the standard's"));
        }
    }

    private static void JudgeValues(LabelFields fields, CarrierTraits traits, List<LabelRemark> remarks)
    {
        if (fields.Find("Label") is { } label && label is not (AigcLabel.Is or AigcLabel.MayBe or AigcLabel.Suspected))
        {
            remarks.Add(Mistake("GB-E-c", "Label 的值应为 1、2 或 3", "the value of Label is 1, 2 or 3"));
        }
        if (traits.HasFlag(CarrierTraits.Unquoted) || fields.All.Any(static field => !field.IsString && LabelFields.KeyOf(field.Key) is not null))
        {
            remarks.Add(Warning("GB-E-b", "有的值不是（带引号的）字符串", "not every value is a (quoted) string"));
        }
        string producer = fields.Find("ContentProducer") ?? "", propagator = fields.Find("ContentPropagator") ?? "";
        string produceID = fields.Find("ProduceID") ?? "", propagateID = fields.Find("PropagateID") ?? "";
        if (producer.Length == 0 && propagator.Length == 0)
        {
            remarks.Add(Mistake("MEA-5", "没有服务提供者的名称或编码", "there is no provider's name or code"));
        }
        else if (producer.Length == 0)
        {
            remarks.Add(Warning("MEA-5", "ContentProducer 为空", "ContentProducer is empty"));
        }
        if (produceID.Length == 0 && propagateID.Length == 0)
        {
            remarks.Add(Mistake("MEA-5", "没有内容编号", "there is no content number"));
        }
        else if (produceID.Length == 0)
        {
            remarks.Add(Warning("MEA-5", "ProduceID 为空", "ProduceID is empty"));
        }
        if (producer.Length > 0 && (fields.Find("ContentPropagator"), fields.Find("PropagateID")) is ("", _) or (_, ""))
        {
            remarks.Add(Warning("GB-E-n1", "传播要素为空；首次写入时传播要素与制作要素一致", "propagation elements are empty; at the first writing they equal the producer's"));
        }
        string[] plain = [fields.Find("Label") ?? "", producer, produceID, propagator, propagateID];
        if (plain.Any(static value => value.Length > 0 && value.Length <= AigcMetadata.MaxFieldLength && !AigcMetadata.IsWritableField(value)))
        {
            remarks.Add(Warning("GB-E-j", "值中含有空格、引号、反斜杠或非 ASCII 字符", "a value holds a space, quote, backslash or a character beyond ASCII"));
        }
        if (new[] { "ReservedCode1", "ReservedCode2" }.Select(fields.Find).Any(static value => value is not null && value.AsSpan().ContainsAnyExceptInRange(' ', '~')))
        {
            remarks.Add(Warning("GB-E-j", "预留字段含有控制字符或非 ASCII 字符", "a reserved code holds control characters or characters beyond ASCII"));
        }
        if (plain.Any(static value => value.Length > AigcMetadata.MaxFieldLength))
        {
            remarks.Add(Warning("GB-E-len", "值过长（超过本产品 1024 字符的工程上限）", "a value is longer than 1,024 characters, this product's own limit"));
        }
    }

    private static void JudgeCode(string name, ProviderCode? code, List<LabelRemark> remarks)
    {
        if (code?.Mistake is { } mistake)
        {
            remarks.Add(Warning("PG-20252A", $"{name} 的服务提供者编码有误", $"{name}: {mistake}"));
        }
    }

    private static LabelRemark Mistake(string clause, string chinese, string english) => new(clause, chinese, english, IsMistake: true);

    private static LabelRemark Warning(string clause, string chinese, string english) => new(clause, chinese, english);
}
