using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>
/// The lattice's lines measured in each of 4 x 4 blocks of the filtered picture: its pixels are folded onto one period, which gathers the
/// mark and
/// averages the picture, and the period is transformed. Sixteen blocks keep apart what a small error of the pose would cancel in the whole.
/// </summary>
internal sealed class BlockLines
{
    /// <summary>Number of blocks.</summary>
    public const int Blocks = Across * Across;

    private const int Across = 4;
    private const int Torus = 128;
    private const int Waves = Lattice.Reach + 1;
    private const int Lanes = 24;

    private static readonly WaveTable Table = new(Torus, Waves);
    private static readonly float[] CosByPlace = ByPlace(sine: false);
    private static readonly float[] SinByPlace = ByPlace(sine: true);

    private readonly short[] _folded = new short[Torus * Torus];
    private readonly float[] _rowsRe = new float[Torus * Lanes];
    private readonly float[] _rowsIm = new float[Torus * Lanes];

    /// <summary>Real parts, sixteen blocks a line.</summary>
    public float[] Re { get; } = new float[Lattice.Lines * Blocks];

    /// <summary>Imaginary parts, sixteen blocks a line.</summary>
    public float[] Im { get; } = new float[Lattice.Lines * Blocks];

    /// <summary>Horizontal centres of the blocks, in pixels from the picture's centre.</summary>
    public float[] CentreX { get; } = new float[Blocks];

    /// <summary>Vertical centres of the blocks, in pixels from the picture's centre.</summary>
    public float[] CentreY { get; } = new float[Blocks];

    /// <summary>Distance of the outermost block's centre along an axis.</summary>
    public float Extent { get; private set; }

    /// <summary>Measures the lines of a pose; each ring of lines is brought to mean power 1.</summary>
    public void Measure(ReadOnlySpan<sbyte> signs, int width, int height, LatticePose pose)
    {
        Extent = 0;
        for (var block = 0; block < Blocks; block++)
        {
            var (left, right) = (width * (block % Across) / Across, width * (block % Across + 1) / Across);
            var (top, bottom) = (height * (block / Across) / Across, height * (block / Across + 1) / Across);
            (CentreX[block], CentreY[block]) = ((left + right - width) / 2f, (top + bottom - height) / 2f);
            Extent = MathF.Max(Extent, MathF.Max(MathF.Abs(CentreX[block]), MathF.Abs(CentreY[block])));
            Fold(signs, width, height, left, right, top, bottom, pose);
            TransformRows();
            TransformColumns(block);
        }
        Level();
    }

    /// <summary>Adds every pixel of a block to the place in the period it falls on, counted from the picture's centre.</summary>
    private void Fold(ReadOnlySpan<sbyte> signs, int width, int height, int left, int right, int top, int bottom, LatticePose pose)
    {
        Array.Clear(_folded);
        // A period is the whole range of 32 bits: it wraps by itself, and the upper 7 bits are the place.
        const double Whole = 4294967296.0;
        var (du, dv) = ((uint)(long)Math.Round(pose.Xk * Whole), (uint)(long)Math.Round(pose.Xl * Whole));
        ref var folded = ref MemoryMarshal.GetArrayDataReference(_folded);
        for (var y = top; y < bottom; y++)
        {
            var (x0, y0) = (left - width / 2.0, y - height / 2.0);
            var half = 1u << (32 - 8);
            var u = (uint)(long)Math.Round((pose.Xk * x0 + pose.Yk * y0) * Whole) + half;
            var v = (uint)(long)Math.Round((pose.Xl * x0 + pose.Yl * y0) * Whole) + half;
            foreach (var sign in signs[(y * width + left)..(y * width + right)])
            {
                // In range whatever the pose: two numbers of seven bits.
                Unsafe.Add(ref folded, (nint)(((v >> 25) << 7) | (u >> 25))) += sign;
                u += du;
                v += dv;
            }
        }
    }

    /// <summary>Transforms each row of the folded period to 18 frequencies; x and -x share a cosine.</summary>
    private void TransformRows()
    {
        Span<float> even = stackalloc float[Torus / 2 + 1];
        Span<float> odd = stackalloc float[Torus / 2 + 1];
        ref var cos = ref MemoryMarshal.GetArrayDataReference(CosByPlace);
        ref var sin = ref MemoryMarshal.GetArrayDataReference(SinByPlace);
        for (var y = 0; y < Torus; y++)
        {
            var row = _folded.AsSpan(y * Torus, Torus);
            (even[0], even[Torus / 2], odd[0], odd[Torus / 2]) = (row[0], row[Torus / 2], 0, 0);
            for (var x = 1; x < Torus / 2; x++)
            {
                (even[x], odd[x]) = (row[x] + row[Torus - x], row[x] - row[Torus - x]);
            }
            Vector256<float> r0 = default, r1 = default, r2 = default, i0 = default, i1 = default, i2 = default;
            for (var x = 0; x <= Torus / 2; x++)
            {
                var at = (nuint)(x * Lanes);
                var (e, o) = (Vector256.Create(even[x]), Vector256.Create(odd[x]));
                r0 = Vector256.MultiplyAddEstimate(e, Vector256.LoadUnsafe(ref cos, at), r0);
                r1 = Vector256.MultiplyAddEstimate(e, Vector256.LoadUnsafe(ref cos, at + 8), r1);
                r2 = Vector256.MultiplyAddEstimate(e, Vector256.LoadUnsafe(ref cos, at + 16), r2);
                i0 = Vector256.MultiplyAddEstimate(o, Vector256.LoadUnsafe(ref sin, at), i0);
                i1 = Vector256.MultiplyAddEstimate(o, Vector256.LoadUnsafe(ref sin, at + 8), i1);
                i2 = Vector256.MultiplyAddEstimate(o, Vector256.LoadUnsafe(ref sin, at + 16), i2);
            }
            var re = _rowsRe.AsSpan(y * Lanes, Lanes);
            var im = _rowsIm.AsSpan(y * Lanes, Lanes);
            r0.CopyTo(re);
            r1.CopyTo(re[8..]);
            r2.CopyTo(re[16..]);
            (-i0).CopyTo(im);
            (-i1).CopyTo(im[8..]);
            (-i2).CopyTo(im[16..]);
        }
    }

    /// <summary>Transforms the columns, l and -l together, and stores the lattice's lines.</summary>
    private void TransformColumns(int block)
    {
        Span<float> cosRe = stackalloc float[Waves * Lanes];
        Span<float> cosIm = stackalloc float[Waves * Lanes];
        Span<float> sinRe = stackalloc float[Waves * Lanes];
        Span<float> sinIm = stackalloc float[Waves * Lanes];
        for (var y = 0; y < Torus; y++)
        {
            var cos = Table.Cos(0);
            var sin = Table.Sin(0);
            for (var lane = 0; lane < Lanes; lane += 8)
            {
                var (re, im) = (Vector256.Create<float>(_rowsRe.AsSpan(y * Lanes + lane)), Vector256.Create<float>(_rowsIm.AsSpan(y * Lanes + lane)));
                for (var l = 0; l < Waves; l++)
                {
                    var at = l * Lanes + lane;
                    var (c, s) = (Vector256.Create(cos[l * Torus + y]), Vector256.Create(sin[l * Torus + y]));
                    Vector256.MultiplyAddEstimate(re, c, Vector256.Create<float>(cosRe[at..])).CopyTo(cosRe[at..]);
                    Vector256.MultiplyAddEstimate(im, c, Vector256.Create<float>(cosIm[at..])).CopyTo(cosIm[at..]);
                    Vector256.MultiplyAddEstimate(re, s, Vector256.Create<float>(sinRe[at..])).CopyTo(sinRe[at..]);
                    Vector256.MultiplyAddEstimate(im, s, Vector256.Create<float>(sinIm[at..])).CopyTo(sinIm[at..]);
                }
            }
        }
        for (var line = 0; line < Lattice.Lines; line++)
        {
            var at = Lattice.L[line] * Lanes + Math.Abs(Lattice.K[line]);
            // Z(k, l) = C - j S; a line at -k is the conjugate of (k, -l), which is C + j S.
            (Re[line * Blocks + block], Im[line * Blocks + block]) = Lattice.K[line] >= 0
                ? (cosRe[at] + sinIm[at], cosIm[at] - sinRe[at])
                : (cosRe[at] - sinIm[at], -(cosIm[at] + sinRe[at]));
        }
    }

    private void Level()
    {
        Span<float> power = stackalloc float[Lattice.Lines];
        for (var line = 0; line < Lattice.Lines; line++)
        {
            for (var i = line * Blocks; i < (line + 1) * Blocks; i++)
            {
                power[line] += Re[i] * Re[i] + Im[i] * Im[i];
            }
        }
        Span<float> weights = stackalloc float[Lattice.Lines];
        RingLevel.Weigh(power, weights);
        for (var i = 0; i < Re.Length; i++)
        {
            Re[i] *= weights[i / Blocks];
            Im[i] *= weights[i / Blocks];
        }
    }

    private static float[] ByPlace(bool sine)
    {
        var table = new float[(Torus / 2 + 1) * Lanes];
        for (var x = 0; x <= Torus / 2; x++)
        {
            for (var k = 0; k < Waves; k++)
            {
                table[x * Lanes + k] = (sine ? Table.Sin(k) : Table.Cos(k))[x];
            }
        }
        return table;
    }
}
