namespace GbGateway.Labels.Watermark;

/// <summary>Reads one pose with one key after the other; kept for reuse, about 200 KB.</summary>
internal sealed class PoseReader
{
    /// <summary>
    /// Sync scores below this are not decoded: chance seldom gets there, and a mark that weak wouldn't reach the threshold.
    /// </summary>
    private const float LeastSync = 5.5f;

    private readonly BlockLines _blocks = new();
    private readonly SyncAlignment _alignment = new();
    private readonly SoftBits _bits = new();
    private readonly PolarListDecoder _decoder = new();
    private readonly UInt128[] _words = new UInt128[PolarListDecoder.ListLength];
    private AnalysisPlan _plan;
    private LatticePose _pose;

    /// <summary>Measures the lines of a pose.</summary>
    public void Measure(ReadOnlySpan<sbyte> signs, AnalysisPlan plan, LatticePose pose)
    {
        (_plan, _pose) = (plan, pose);
        _blocks.Measure(signs, plan.Width, plan.Height, pose);
    }

    /// <summary>Reads the key's mark in one orientation of the measured pose, or null.</summary>
    public WatermarkDetection? TryRead(WatermarkKey key, int orientation, double threshold, DetectionTrace? trace)
    {
        _alignment.Align(_blocks, _pose, orientation, key.Schedule);
        trace?.Alignments += 1;
        trace?.BestSync = Math.Max(trace.BestSync, _alignment.Score);
        if (_alignment.Score < LeastSync)
        {
            return null;
        }
        _bits.Read(_alignment, key.Schedule);
        var count = _decoder.Decode(_bits.Ratios, _words);
        trace?.Decodes += 1;
        for (var i = 0; i < count; i++)
        {
            if (!WatermarkWord.TryOpen(key, _words[i], out var payload))
            {
                continue;
            }
            var agreement = _bits.Agreement(_words[i]);
            var score = _alignment.Score * _alignment.Score + agreement * agreement;
            trace?.Tags += 1;
            trace?.BestScore = Math.Max(trace.BestScore, score);
            if (score >= threshold)
            {
                return Describe(payload, score, orientation);
            }
        }
        return null;
    }

    private WatermarkDetection Describe(WatermarkPayload payload, double score, int orientation)
    {
        var pose = _alignment.Pose;
        var flipped = (orientation & 1) != 0;
        // The pose is a turn times a flip: with the sign of k's axis taken back, both axes tell the turn.
        var sign = flipped ? -1 : 1;
        var turns = MathF.Atan2(sign * pose.Yk - pose.Xl, sign * pose.Xk + pose.Yl);
        var (wide, high) = (1 / MathF.Sqrt(pose.Xk * pose.Xk + pose.Yk * pose.Yk), 1 / MathF.Sqrt(pose.Xl * pose.Xl + pose.Yl * pose.Yl));
        var degrees = turns * 180 / Math.PI;
        var quarters = (int)Math.Round(degrees / 90);
        return new WatermarkDetection(payload, score, _alignment.Score)
        {
            Scale = pose.Period * _plan.Factor / payload.Period,
            Aspect = wide / high,
            Rotation = degrees - 90 * quarters,
            QuarterTurns = quarters & 3,
            Flipped = flipped,
        };
    }
}
