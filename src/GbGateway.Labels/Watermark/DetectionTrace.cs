namespace GbGateway.Labels.Watermark;

/// <summary>What a detection did, for measurements of false positives: not part of its result.</summary>
internal sealed class DetectionTrace
{
    /// <summary>Alignments made: candidates times orientations times keys.</summary>
    public int Alignments { get; set; }

    /// <summary>Words decoded.</summary>
    public int Decodes { get; set; }

    /// <summary>Best sync score of any alignment.</summary>
    public double BestSync { get; set; }

    /// <summary>Words whose tag was right.</summary>
    public int Tags { get; set; }

    /// <summary>Best score of a word whose tag was right, or 0.</summary>
    public double BestScore { get; set; }

    /// <summary>Search stage that found the mark, 0 to 2, or -1.</summary>
    public int Stage { get; set; } = -1;
}
