using GbGateway.Labels.Integrity;

namespace GbGateway.Labels.Verification.Shapes;

/// <summary>Collects what the readers of containers find; bounded, whatever a file holds.</summary>
internal sealed class CarrierFindings(LabelSignatureVerifier signatures)
{
    private const int MostFindings = 64;

    private readonly List<LabelFinding> _findings = [];
    private readonly List<LabelRemark> _remarks = [];
    private readonly List<ExplicitFinding> _explicit = [];

    // Characters of metadata that are looked into in all: overlapping boxes and repeated packets end here.
    private long _budget = 64L << 20;

    public IReadOnlyList<LabelFinding> All => _findings;

    /// <summary>Whether nothing more is taken.</summary>
    public bool IsFull => _findings.Count >= MostFindings || _budget <= 0;

    /// <summary>Takes <paramref name="length"/> off what may still be looked into; false if that is used up.</summary>
    public bool Spend(long length) => (_budget -= length + 64) > 0 && !IsFull;

    public IReadOnlyList<LabelRemark> Remarks => _remarks;

    public IReadOnlyList<ExplicitFinding> ExplicitLabels => _explicit;

    /// <summary>Whether a text was read that an explicit label could stand in.</summary>
    public bool HasText { get; private set; }

    /// <summary>A value under a name of its own, such as a chunk <c>AIGC</c>.</summary>
    public void Add(string carrier, string place, string value, CarrierTraits traits = CarrierTraits.None) =>
        Add(carrier, place, value, null, traits);

    /// <summary>Members that did not come as JSON.</summary>
    public void Add(string carrier, string place, string value, LabelFields? fields, CarrierTraits traits)
    {
        if (Spend(value.Length))
        {
            _findings.Add(LabelJudge.Judge(carrier, place, Trim(value), fields, traits, signatures));
        }
    }

    /// <summary>A text under a name of another use, such as a comment: only what looks like a label in it counts.</summary>
    public void AddIfLabel(string carrier, string place, string text, CarrierTraits traits = CarrierTraits.None)
    {
        if (Spend(text.Length) && LabelTraces.FindJson(text) is { } json)
        {
            Add(carrier, place, json, traits | CarrierTraits.UnusualPlace);
        }
    }

    public void Remark(string clause, string chinese, string english, bool isMistake = false)
    {
        if (_remarks.Count < MostFindings)
        {
            _remarks.Add(new LabelRemark(clause, chinese, english, isMistake));
        }
    }

    /// <summary>A text that people read.</summary>
    public void ReadText(string text, string place)
    {
        HasText |= !string.IsNullOrWhiteSpace(text);
        if (_explicit.Count < MostFindings)
        {
            Texts.ExplicitTextFinder.Find(text, place, _explicit);
        }
    }

    /// <summary>Whether the very same value was found under the same carrier: streams repeat it.</summary>
    public bool Has(string carrier, string value) => _findings.Exists(finding => finding.Carrier == carrier && finding.Value == Trim(value));

    private static string Trim(string value)
    {
        value = value.Trim().Trim('\0').Trim();
        return value.Length <= LabelFinding.LongestValue ? value : value[..LabelFinding.LongestValue];
    }
}
