namespace GbGateway.Labels.Watermark;

/// <summary>
/// Lays a key's sync lines over a pose found without it: climbs over small changes of scale, angle and shear until the lines agree best
/// with their
/// phases at some shift. The sum's score is at most noise, about 4.4, in a picture without the mark.
/// </summary>
/// <remarks>Corrections stay on a fixed grid, so that what could ever be tried is a set known beforehand (see
/// <see cref="FalsePositiveBound"/>).</remarks>
internal sealed class SyncAlignment
{
    /// <summary>Finest step of a correction, in periods at the outermost block.</summary>
    public const float Step = 0.0075f;

    /// <summary>Corrections reach this many of the finest steps, both ways.</summary>
    public const int Reach = 12;

    private const int CoarsestSteps = 4;
    private const int MaxLooks = 200;

    private static readonly sbyte[,] Directions =
    {
        { 1, 0, 0, 1 }, { 0, 1, -1, 0 }, { 1, 0, 0, 0 }, { 0, 0, 0, 1 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 },
    };

    private readonly SyncCorrelation _correlation = new();
    private readonly BlockPhases _phases = new();
    private readonly float[] _blocksRe = new float[Lattice.SyncLines * BlockLines.Blocks];
    private readonly float[] _blocksIm = new float[Lattice.SyncLines * BlockLines.Blocks];
    private readonly float[] _re = new float[Lattice.SyncLines];
    private readonly float[] _im = new float[Lattice.SyncLines];
    private readonly float[] _lineRe = new float[Lattice.Lines];
    private readonly float[] _lineIm = new float[Lattice.Lines];

    /// <summary>How well the sync lines agree, in standard deviations.</summary>
    public float Score { get; private set; }

    /// <summary>Shift of the pattern, in periods.</summary>
    public (float X, float Y) Shift { get; private set; }

    /// <summary>The pose as corrected.</summary>
    public LatticePose Pose { get; private set; }

    /// <summary>All lines of the whole picture, in labels of the orientation, blocks brought together; real parts.</summary>
    public ReadOnlySpan<float> LineRe => _lineRe;

    /// <summary>Imaginary parts.</summary>
    public ReadOnlySpan<float> LineIm => _lineIm;

    /// <summary>Aligns a key's sync lines in one orientation of the measured pose.</summary>
    public void Align(BlockLines blocks, LatticePose pose, int orientation, KeySchedule key)
    {
        Take(blocks, orientation, key);
        Span<int> best = stackalloc int[4];
        Span<int> trial = stackalloc int[4];
        best.Clear();
        var looks = 1;
        Score = Look(blocks, key, best);
        for (var step = CoarsestSteps; step >= 1; step /= 2)
        {
            for (var d = 0; d < 2 * Directions.GetLength(0) && looks < MaxLooks; d++)
            {
                while (looks < MaxLooks && TryStep(best, trial, d, step))
                {
                    looks++;
                    var score = Look(blocks, key, trial);
                    if (score <= Score)
                    {
                        break;
                    }
                    Score = score;
                    trial.CopyTo(best);
                }
            }
        }
        Finish(blocks, pose.Oriented(orientation), orientation, key, best);
    }

    private static bool TryStep(ReadOnlySpan<int> best, Span<int> trial, int direction, int step)
    {
        var inside = true;
        for (var i = 0; i < 4; i++)
        {
            trial[i] = best[i] + Directions[direction / 2, i] * ((direction & 1) == 0 ? step : -step);
            inside &= Math.Abs(trial[i]) <= Reach;
        }
        return inside;
    }

    /// <summary>Takes the sync lines' measurements and turns each back by its known phase.</summary>
    private void Take(BlockLines blocks, int orientation, KeySchedule key)
    {
        for (var i = 0; i < Lattice.SyncLines; i++)
        {
            var source = SourceOf(key.SyncLines[i], orientation, out var sign);
            var (c, s) = (key.SyncCos[i], key.SyncSin[i]);
            for (var block = 0; block < BlockLines.Blocks; block++)
            {
                var (re, im) = (blocks.Re[source * BlockLines.Blocks + block], sign * blocks.Im[source * BlockLines.Blocks + block]);
                _blocksRe[i * BlockLines.Blocks + block] = re * c + im * s;
                _blocksIm[i * BlockLines.Blocks + block] = im * c - re * s;
            }
        }
    }

    /// <summary>One score: blocks turned by a correction and summed, strong lines cut, best shift taken.</summary>
    private float Look(BlockLines blocks, KeySchedule key, ReadOnlySpan<int> correction)
    {
        _phases.Set(blocks, correction, Step / blocks.Extent);
        double power = 0;
        for (var i = 0; i < Lattice.SyncLines; i++)
        {
            var line = key.SyncLines[i];
            (_re[i], _im[i]) = _phases.Sum(line, _blocksRe.AsSpan(i * BlockLines.Blocks), _blocksIm.AsSpan(i * BlockLines.Blocks));
            power += _re[i] * _re[i] + _im[i] * _im[i];
        }
        var limit = 2.2f * (float)Math.Sqrt(power / Lattice.SyncLines);
        power = 0;
        for (var i = 0; i < Lattice.SyncLines; i++)
        {
            var size = MathF.Sqrt(_re[i] * _re[i] + _im[i] * _im[i]);
            var factor = size > limit ? limit / size : 1;
            (_re[i], _im[i]) = (_re[i] * factor, _im[i] * factor);
            power += _re[i] * _re[i] + _im[i] * _im[i];
        }
        return power > 0 ? (float)(_correlation.Peak(key.SyncLines, _re, _im) / Math.Sqrt(power / 2)) : 0;
    }

    private void Finish(BlockLines blocks, LatticePose pose, int orientation, KeySchedule key, ReadOnlySpan<int> best)
    {
        Score = Look(blocks, key, best);
        Shift = _correlation.Shift();
        var unit = Step / blocks.Extent;
        Pose = new LatticePose(pose.Xk - best[0] * unit, pose.Xl - best[2] * unit, pose.Yk - best[1] * unit, pose.Yl - best[3] * unit);
        for (var line = 0; line < Lattice.Lines; line++)
        {
            var source = SourceOf(line, orientation, out var sign);
            var (re, im) = _phases.Sum(line, blocks.Re.AsSpan(source * BlockLines.Blocks), blocks.Im.AsSpan(source * BlockLines.Blocks), sign);
            (_lineRe[line], _lineIm[line]) = (re, im);
        }
    }

    private static int SourceOf(int line, int orientation, out float sign)
    {
        var (a, b, c, d) = LatticePose.Turn(orientation);
        var (k, l) = (Lattice.K[line], Lattice.L[line]);
        var source = Lattice.Find(a * k + b * l, c * k + d * l, out var conjugate);
        sign = conjugate ? -1 : 1;
        return source;
    }
}
