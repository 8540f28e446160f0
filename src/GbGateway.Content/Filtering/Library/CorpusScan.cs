using System.Buffers;

namespace GbGateway.Content.Filtering;

/// <summary>Scans a corpus document by document for a report; shields and combinations count as they do on the wire.</summary>
public static class CorpusScan
{
    /// <summary>Scans documents.</summary>
    /// <param name="set">What is looked for.</param>
    /// <param name="documents">The documents, UTF-8.</param>
    /// <param name="progress">Told the number of documents done.</param>
    public static CorpusReport Run(KeywordSet set, IEnumerable<ReadOnlyMemory<byte>> documents, IProgress<long>? progress)
    {
        long read = 0, hit = 0;
        var rules = new Dictionary<int, long>();
        var output = new ArrayBufferWriter<byte>();
        foreach (ReadOnlyMemory<byte> document in documents)
        {
            using var filter = new TextFilter(set, onHit: rule => rules[rule] = rules.GetValueOrDefault(rule) + 1);
            filter.Push(document.Span, output);
            output.ResetWrittenCount();
            hit += filter.Flush(output).Hits > 0 ? 1 : 0;
            output.ResetWrittenCount();
            read++;
            progress?.Report(read);
        }

        var ofRule = new Dictionary<string, long>();
        var ofRisk = new Dictionary<KeywordRisk, long>();
        foreach ((int rule, long hits) in rules)
        {
            KeywordFinding finding = set.Finding(rule);
            ofRule[finding.RuleId] = ofRule.GetValueOrDefault(finding.RuleId) + hits;
            ofRisk[finding.Risk] = ofRisk.GetValueOrDefault(finding.Risk) + hits;
        }

        return new CorpusReport { Documents = read, Hit = hit, HitsOfRule = ofRule, HitsOfRisk = ofRisk };
    }
}
