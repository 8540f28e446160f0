using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>How far each block's lines must be turned for a small correction of the pose, and the sum over blocks once they are.</summary>
internal sealed class BlockPhases
{
    private const int Blocks = BlockLines.Blocks;
    private const int Waves = Lattice.Reach + 1;

    private readonly float[] _acrossRe = new float[Waves * Blocks];
    private readonly float[] _acrossIm = new float[Waves * Blocks];
    private readonly float[] _downRe = new float[Waves * Blocks];
    private readonly float[] _downIm = new float[Waves * Blocks];

    /// <summary>
    /// Takes a correction (four numbers, times <paramref name="unit"/>: the shift a pixel of x and y, along k's axis then along l's).
    /// </summary>
    public void Set(BlockLines blocks, ReadOnlySpan<int> correction, float unit)
    {
        for (var block = 0; block < Blocks; block++)
        {
            var (x, y) = (blocks.CentreX[block] * unit, blocks.CentreY[block] * unit);
            Powers(_acrossRe, _acrossIm, block, x * correction[0] + y * correction[1]);
            Powers(_downRe, _downIm, block, x * correction[2] + y * correction[3]);
        }
    }

    /// <summary>The line's blocks, turned and summed; <paramref name="sign"/> -1 takes their conjugates.</summary>
    public (float Re, float Im) Sum(int line, ReadOnlySpan<float> re, ReadOnlySpan<float> im, float sign = 1)
    {
        var (k, l) = (Lattice.K[line], Lattice.L[line]);
        var across = Math.Abs(k) * Blocks;
        var down = l * Blocks;
        var (mirror, conjugate) = (Vector256.Create(k < 0 ? -1f : 1f), Vector256.Create(sign));
        Vector256<float> sumRe = default, sumIm = default;
        for (var i = 0; i < Blocks; i += 8)
        {
            var (ar, ai) = (Vector256.Create(_acrossRe, across + i), mirror * Vector256.Create(_acrossIm, across + i));
            var (dr, di) = (Vector256.Create(_downRe, down + i), Vector256.Create(_downIm, down + i));
            var (tr, ti) = (ar * dr - ai * di, ar * di + ai * dr);
            var (zr, zi) = (Vector256.Create(re[i..]), conjugate * Vector256.Create(im[i..]));
            sumRe += zr * tr - zi * ti;
            sumIm += zr * ti + zi * tr;
        }
        return (Vector256.Sum(sumRe), Vector256.Sum(sumIm));
    }

    /// <summary>exp(2 pi j n t) for n = 0 … 17.</summary>
    private static void Powers(float[] re, float[] im, int block, float turns)
    {
        var (sin, cos) = MathF.SinCos(2 * MathF.PI * turns);
        var (r, i) = (1f, 0f);
        for (var n = 0; n < Waves; n++)
        {
            (re[n * Blocks + block], im[n * Blocks + block]) = (r, i);
            (r, i) = (r * cos - i * sin, r * sin + i * cos);
        }
    }
}
