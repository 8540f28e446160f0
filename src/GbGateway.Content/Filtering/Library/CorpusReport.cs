namespace GbGateway.Content.Filtering;

/// <summary>What a scan of a corpus found.</summary>
public sealed class CorpusReport
{
    /// <summary>Documents read.</summary>
    public required long Documents { get; init; }

    /// <summary>Documents with a hit.</summary>
    public required long Hit { get; init; }

    /// <summary>Hits by rule id.</summary>
    public required IReadOnlyDictionary<string, long> HitsOfRule { get; init; }

    /// <summary>Hits by risk.</summary>
    public required IReadOnlyDictionary<KeywordRisk, long> HitsOfRisk { get; init; }

    /// <summary>Documents with a hit, 0 to 1.</summary>
    public double Share => Documents == 0 ? 0 : (double)Hit / Documents;

    /// <summary>T-data-1: a source with more than 5 % illegal content is not used.</summary>
    public bool SourceMayBeUsed => Share <= 0.05;

    /// <summary>T-data-1: a technical sample is at least 98 % clean.</summary>
    public bool SampleIsClean => Share <= 0.02;
}
