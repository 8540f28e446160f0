using System.Collections.Concurrent;

namespace GbGateway.Labels.Watermark;

/// <summary>
/// Looks for the mark of any of its keys in a picture that may have been cut, scaled, turned, flipped and compressed. Safe to use by many
/// threads.
/// (1) luma, filter, spectrum; (2) the lattice is searched over scale, then rotation, then aspect, without keys; (3) for the best few poses
/// the
/// lines are measured, (4) each key's sync lines are aligned, (5) the word is decoded, (6) tag and score decide.
/// </summary>
public sealed class WatermarkDetector
{
    private readonly WatermarkKeys _keys;
    private readonly ConcurrentBag<PoseReader> _readers = [];

    /// <summary>Makes a detector for keys.</summary>
    public WatermarkDetector(WatermarkKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        _keys = keys;
        Threshold = FalsePositiveBound.Threshold(SearchStage.MaxOrientedCandidates, keys.All.Count);
    }

    /// <summary>The score a mark must reach: P(false positive) at most 10^-9 a picture, for all keys together.</summary>
    public double Threshold { get; }

    /// <summary>Reads the mark, or returns null if there is none of these keys.</summary>
    public WatermarkDetection? Detect(PixelView picture) => Detect(picture, null);

    internal WatermarkDetection? Detect(PixelView picture, DetectionTrace? trace)
    {
        var plan = AnalysisPlan.For(picture.Width, picture.Height);
        if (plan.ShorterSide < AnalysisPlan.MinSide)
        {
            return null;
        }
        using var buffers = new DetectorBuffers(plan);
        plan.Read(picture, buffers.Row, buffers.Sums, buffers.Luma);
        SignFilter.Apply(buffers.Luma, plan.Width, plan.Height, buffers.Signs);
        Spectrum.Write(buffers.Signs, plan.Width, plan.Height, buffers.Floats, buffers.Table);
        if (!_readers.TryTake(out var reader))
        {
            reader = new PoseReader();
        }
        try
        {
            return Search(plan, buffers, reader, trace);
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    private WatermarkDetection? Search(AnalysisPlan plan, DetectorBuffers buffers, PoseReader reader, DetectionTrace? trace)
    {
        Span<LatticePose> candidates = stackalloc LatticePose[SearchStage.MaxCandidates];
        for (var stage = 0; stage < SearchStage.Count; stage++)
        {
            var found = SearchStage.FindCandidates(stage, plan, buffers.Table, buffers.Floats, candidates);
            for (var i = 0; i < found; i++)
            {
                reader.Measure(buffers.Signs, plan, candidates[i]);
                for (var orientation = 0; orientation < SearchStage.OrientationsOf(stage, i); orientation++)
                {
                    foreach (var key in _keys.All)
                    {
                        if (reader.TryRead(key, orientation, Threshold, trace) is { } detection)
                        {
                            trace?.Stage = stage;
                            return detection;
                        }
                    }
                }
            }
        }
        return null;
    }
}
