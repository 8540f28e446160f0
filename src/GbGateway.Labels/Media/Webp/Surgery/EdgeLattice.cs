using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>
/// Finds levels of a 4 x 4 block that give the samples at its fixed edges exactly and the others nearly. What 16 levels can give is a lattice
/// in the space of 16 samples; with the edges weighed heavily, the point nearest to what is wanted is exact there. A basis of short vectors
/// (Lenstra, Lenstra, Lovász) makes finding it a matter of 16 roundings (Babai).
/// </summary>
internal sealed class EdgeLattice
{
    private const int Dimension = 16;

    /// <summary>Tries with growing weights; each has a lattice of its own.</summary>
    private const int Grades = 4;

    /// <summary>Tries a grade, each from a slightly different wish.</summary>
    private const int TriesPerGrade = 24, TriesPerGradeAtCorners = 250;

    /// <summary>Exact answers after which the best of them is taken. Corners are few, and their free samples suffer most.</summary>
    private const int EnoughAnswers = 6, EnoughAnswersAtCorners = 60;

    /// <summary>Lattices kept: three kinds of edges, a few quantisers.</summary>
    private const int MostKept = 600;

    private static readonly ConcurrentDictionary<(FixedEdge Edge, int Dc, int Ac, int Grade), EdgeLattice> Kept = new();

    // The inverse transform's four curves, at the four places.
    private static readonly double[][] Curves =
    [
        [1, 1, 1, 1],
        [1.3065629648763766, 0.5411961001461971, -0.5411961001461971, -1.3065629648763766],
        [1, -1, -1, 1],
        [0.5411961001461971, -1.3065629648763766, 1.3065629648763766, -0.5411961001461971],
    ];

    private readonly double[] _basis = new double[Dimension * Dimension];
    private readonly double[] _upright = new double[Dimension * Dimension];
    private readonly double[] _lengths = new double[Dimension];
    private readonly int[] _levels = new int[Dimension * Dimension];
    private readonly double[] _weights = new double[Dimension];

    private EdgeLattice(FixedEdge edge, int dc, int ac, int grade)
    {
        var count = edge == (FixedEdge.Right | FixedEdge.Bottom) ? 7 : 4;
        // A step's reach shared out so that edges miss by about a quarter of a sample.
        var weight = Math.Pow(ac, Dimension / (double)(Dimension - count)) * 0.5 * (1 << grade);
        for (var i = 0; i < Dimension; i++)
        {
            _weights[i] = IsFixed(edge, i) ? weight : 1;
        }
        for (var k = 0; k < Dimension; k++)
        {
            _levels[k * Dimension + k] = 1;
            for (var i = 0; i < Dimension; i++)
            {
                _basis[k * Dimension + i] = (k == 0 ? dc : ac) * Curves[k >> 2][i >> 2] * Curves[k & 3][i & 3] * _weights[i];
            }
        }
        Reduce();
    }

    /// <summary>Whether a sample, counted row by row, lies on a fixed edge.</summary>
    public static bool IsFixed(FixedEdge edge, int sample) =>
        (edge & FixedEdge.Right) != 0 && (sample & 3) == 3 || (edge & FixedEdge.Bottom) != 0 && sample >= 12;

    /// <summary>Finds levels.</summary>
    /// <param name="edge">The fixed edges.</param>
    /// <param name="dc">Step of the constant term.</param>
    /// <param name="ac">Step of the others.</param>
    /// <param name="wanted">What the block must add to its prediction, 16 samples.</param>
    /// <param name="levels">Gets the levels, row by row.</param>
    /// <returns>Whether any were found.</returns>
    public static bool TrySolve(FixedEdge edge, int dc, int ac, ReadOnlySpan<int> wanted, Span<int> levels)
    {
        Span<int> found = stackalloc int[Dimension];
        Span<double> target = stackalloc double[Dimension];
        var isCorner = edge == (FixedEdge.Right | FixedEdge.Bottom);
        var (tries, enough) = isCorner ? (TriesPerGradeAtCorners, EnoughAnswersAtCorners) : (TriesPerGrade, EnoughAnswers);
        var (best, answers) = (long.MaxValue, 0);
        var seed = 12345u;
        for (var grade = 0; grade < Grades && answers < enough; grade++)
        {
            var lattice = For(edge, dc, ac, grade);
            for (var attempt = 0; attempt < tries && answers < enough; attempt++)
            {
                for (var i = 0; i < Dimension; i++)
                {
                    // The transform rounds down after adding a half: its middle is half a unit lower.
                    seed = seed * 1664525 + 1013904223;
                    var stray = attempt == 0 ? 0 : (seed >> 16) / 65536.0 - 0.5;
                    target[i] = (8 * wanted[i] - 0.5 + stray * (IsFixed(edge, i) ? 3 : ac)) * lattice._weights[i];
                }
                lattice.Nearest(target, found);
                if (Cost(edge, dc, ac, wanted, found) is { } cost)
                {
                    answers++;
                    if (cost < best)
                    {
                        best = cost;
                        found.CopyTo(levels);
                    }
                }
            }
        }
        return answers > 0;
    }

    private static EdgeLattice For(FixedEdge edge, int dc, int ac, int grade)
    {
        if (Kept.TryGetValue((edge, dc, ac, grade), out var lattice))
        {
            return lattice;
        }
        if (Kept.Count >= MostKept)
        {
            Kept.Clear();
        }
        return Kept.GetOrAdd((edge, dc, ac, grade), static key => new EdgeLattice(key.Edge, key.Dc, key.Ac, key.Grade));
    }

    // How far the free samples are off, squared; null if a fixed one is off at all, or a level can't be coded.
    private static long? Cost(FixedEdge edge, int dc, int ac, ReadOnlySpan<int> wanted, ReadOnlySpan<int> levels)
    {
        Span<int> terms = stackalloc int[Dimension];
        Span<int> values = stackalloc int[Dimension];
        for (var i = 0; i < Dimension; i++)
        {
            terms[i] = levels[i] * (i == 0 ? dc : ac);
            if (Math.Abs(levels[i]) > 2047 || terms[i] != (short)terms[i])
            {
                return null;
            }
        }
        Vp8Transform.Inverse(terms, values);
        long cost = 0;
        for (var i = 0; i < Dimension; i++)
        {
            long off = (values[i] >> 3) - wanted[i];
            if (off != 0 && IsFixed(edge, i))
            {
                return null;
            }
            cost += off * off;
        }
        return cost;
    }

    // Babai's nearest plane.
    private void Nearest(Span<double> target, Span<int> levels)
    {
        levels.Clear();
        for (var k = Dimension - 1; k >= 0; k--)
        {
            var times = Math.Round(Dot(target, _upright.AsSpan(k * Dimension, Dimension)) / _lengths[k]);
            if (times == 0)
            {
                continue;
            }
            ref var basis = ref _basis[k * Dimension];
            ref var steps = ref _levels[k * Dimension];
            for (nuint i = 0; i < Dimension; i += 4)
            {
                ref var to = ref MemoryMarshal.GetReference(target);
                (Vector256.LoadUnsafe(ref to, i) - Vector256.Create(times) * Vector256.LoadUnsafe(ref basis, i)).StoreUnsafe(ref to, i);
                ref var level = ref MemoryMarshal.GetReference(levels);
                (Vector128.LoadUnsafe(ref level, i) + Vector128.Create((int)times) * Vector128.LoadUnsafe(ref steps, i)).StoreUnsafe(ref level, i);
            }
        }
    }

    private void Reduce()
    {
        Straighten();
        for (var k = 1; k < Dimension;)
        {
            for (var j = k - 1; j >= 0; j--)
            {
                var times = Math.Round(Share(k, j));
                if (times != 0)
                {
                    Subtract(k, j, times);
                }
            }
            var share = Share(k, k - 1);
            if (_lengths[k] >= (0.99 - share * share) * _lengths[k - 1])
            {
                k++;
                continue;
            }
            Swap(k);
            Straighten();
            k = Math.Max(1, k - 1);
        }
    }

    // Gram-Schmidt.
    private void Straighten()
    {
        for (var k = 0; k < Dimension; k++)
        {
            var upright = _upright.AsSpan(k * Dimension, Dimension);
            _basis.AsSpan(k * Dimension, Dimension).CopyTo(upright);
            for (var j = 0; j < k; j++)
            {
                var share = Share(k, j);
                for (var i = 0; i < Dimension; i++)
                {
                    upright[i] -= share * _upright[j * Dimension + i];
                }
            }
            _lengths[k] = Dot(upright, upright);
        }
    }

    private double Share(int k, int j) => Dot(_basis.AsSpan(k * Dimension, Dimension), _upright.AsSpan(j * Dimension, Dimension)) / _lengths[j];

    private void Subtract(int k, int j, double times)
    {
        for (var i = 0; i < Dimension; i++)
        {
            _basis[k * Dimension + i] -= times * _basis[j * Dimension + i];
            _levels[k * Dimension + i] -= (int)times * _levels[j * Dimension + i];
        }
    }

    private void Swap(int k)
    {
        for (var i = 0; i < Dimension; i++)
        {
            var (a, b) = (k * Dimension + i, (k - 1) * Dimension + i);
            (_basis[a], _basis[b]) = (_basis[b], _basis[a]);
            (_levels[a], _levels[b]) = (_levels[b], _levels[a]);
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ref var p = ref MemoryMarshal.GetReference(a[..Dimension]);
        ref var q = ref MemoryMarshal.GetReference(b[..Dimension]);
        var sum = Vector256.LoadUnsafe(ref p) * Vector256.LoadUnsafe(ref q);
        for (nuint i = 4; i < Dimension; i += 4)
        {
            sum += Vector256.LoadUnsafe(ref p, i) * Vector256.LoadUnsafe(ref q, i);
        }
        return Vector256.Sum(sum);
    }
}
