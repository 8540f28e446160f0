using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>
/// Successive-cancellation list decoder of <see cref="PolarCode"/>: 16 guesses kept alive at a time. A guess owns no arrays: it points,
/// level by
/// level, at slots shared with the guesses it split from, and takes a fresh slot when it writes. Levels are always written whole, so a
/// split costs 18 small copies.
/// </summary>
internal sealed class PolarListDecoder
{
    /// <summary>Guesses kept.</summary>
    public const int ListLength = 16;

    private const int Levels = PolarCode.Levels;
    private const int Slots = ListLength + 1;

    private readonly float[][] _ratios = new float[Levels + 1][];
    private readonly byte[][] _sums = new byte[Levels + 1][];
    private readonly SlotTable _ratioSlots = new(Levels + 1, ListLength, Slots);
    private readonly SlotTable _sumSlots = new(Levels + 1, ListLength, Slots);
    private readonly UInt128[] _words = new UInt128[ListLength];
    private readonly float[] _costs = new float[ListLength];
    private readonly bool[] _alive = new bool[ListLength];
    private readonly float[] _choices = new float[2 * ListLength];
    private readonly byte[] _rising = new byte[PolarCode.Length];
    private readonly byte[] _risen = new byte[PolarCode.Length];

    /// <summary>Takes about 70 KB, to be used again for the next word.</summary>
    public PolarListDecoder()
    {
        for (var level = 0; level <= Levels; level++)
        {
            _ratios[level] = new float[(PolarCode.Length >> level) * (level == 0 ? 1 : Slots)];
            _sums[level] = new byte[(PolarCode.Length >> level) * Slots];
        }
    }

    /// <summary>Decodes 512 log-likelihood ratios, positive for a 0, into up to 16 words, the likeliest first.</summary>
    public int Decode(ReadOnlySpan<float> ratios, Span<UInt128> words)
    {
        ratios.CopyTo(_ratios[0]);
        _ratioSlots.Clear();
        _sumSlots.Clear();
        Array.Clear(_alive);
        (_alive[0], _costs[0], _words[0]) = (true, 0, 0);
        for (var i = 0; i < PolarCode.Length; i++)
        {
            for (var path = 0; path < ListLength; path++)
            {
                if (_alive[path])
                {
                    Descend(path, i);
                }
            }
            if (PolarCode.IsOpen[i])
            {
                Split();
            }
            else
            {
                ChargeFrozen();
            }
            for (var path = 0; path < ListLength; path++)
            {
                if (_alive[path])
                {
                    Ascend(path, i, PolarCode.IsOpen[i] ? (byte)((uint)_words[path] & 1) : (byte)0);
                }
            }
        }
        return Collect(words);
    }

    private float LeafRatio(int path) => _ratios[Levels][_ratioSlots[Levels, path]];

    /// <summary>Brings the ratios of a guess down to bit <paramref name="i"/>.</summary>
    private void Descend(int path, int i)
    {
        var first = i == 0 ? 1 : Levels - System.Numerics.BitOperations.TrailingZeroCount(i);
        for (var level = first; level <= Levels; level++)
        {
            var half = PolarCode.Length >> level;
            ReadOnlySpan<float> above = _ratios[level - 1].AsSpan(level == 1 ? 0 : _ratioSlots[level - 1, path] * 2 * half, 2 * half);
            var below = _ratios[level].AsSpan(_ratioSlots.Renew(level, path) * half, half);
            if (i > 0 && level == first)
            {
                Combine(above, _sums[level].AsSpan(_sumSlots[level, path] * half, half), below);
            }
            else
            {
                Meet(above, below);
            }
        }
    }

    /// <summary>Ratio of a sum of two bits, min-sum form.</summary>
    private static void Meet(ReadOnlySpan<float> above, Span<float> below)
    {
        var half = below.Length;
        var j = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            var sign = Vector256.Create(0x80000000u).AsSingle();
            for (; j + 8 <= half; j += 8)
            {
                var (a, b) = (Vector256.Create(above[j..]), Vector256.Create(above[(j + half)..]));
                var least = Vector256.Min(Vector256.Abs(a), Vector256.Abs(b));
                (least | ((a ^ b) & sign)).CopyTo(below[j..]);
            }
        }
        for (; j < half; j++)
        {
            var (a, b) = (above[j], above[j + half]);
            below[j] = (a < 0) != (b < 0) ? -MathF.Min(MathF.Abs(a), MathF.Abs(b)) : MathF.Min(MathF.Abs(a), MathF.Abs(b));
        }
    }

    /// <summary>Ratio of the second bit once the sum is decided.</summary>
    private static void Combine(ReadOnlySpan<float> above, ReadOnlySpan<byte> sums, Span<float> below)
    {
        var half = below.Length;
        for (var j = 0; j < half; j++)
        {
            below[j] = above[j + half] + (1 - 2 * sums[j]) * above[j];
        }
    }

    private void ChargeFrozen()
    {
        for (var path = 0; path < ListLength; path++)
        {
            if (_alive[path])
            {
                _costs[path] += MathF.Max(0, -LeafRatio(path));
            }
        }
    }

    /// <summary>Every guess goes on with a 0 and with a 1; the best 16 stay.</summary>
    private void Split()
    {
        Span<bool> keep = stackalloc bool[2 * ListLength];
        keep.Clear();
        for (var path = 0; path < ListLength; path++)
        {
            var ratio = _alive[path] ? LeafRatio(path) : 0;
            _choices[2 * path] = _alive[path] ? _costs[path] + MathF.Max(0, -ratio) : float.PositiveInfinity;
            _choices[2 * path + 1] = _alive[path] ? _costs[path] + MathF.Max(0, ratio) : float.PositiveInfinity;
        }
        for (var kept = 0; kept < ListLength; kept++)
        {
            var best = -1;
            for (var c = 0; c < keep.Length; c++)
            {
                if (!keep[c] && _choices[c] < float.PositiveInfinity && (best < 0 || _choices[c] < _choices[best]))
                {
                    best = c;
                }
            }
            if (best < 0)
            {
                break;
            }
            keep[best] = true;
        }
        Drop(keep);
        Follow(keep);
    }

    private void Drop(ReadOnlySpan<bool> keep)
    {
        for (var path = 0; path < ListLength; path++)
        {
            if (_alive[path] && !keep[2 * path] && !keep[2 * path + 1])
            {
                _alive[path] = false;
                _ratioSlots.Release(path);
                _sumSlots.Release(path);
            }
        }
    }

    private void Follow(ReadOnlySpan<bool> keep)
    {
        for (var path = 0; path < ListLength; path++)
        {
            var (zero, one) = (keep[2 * path], keep[2 * path + 1]);
            if (!zero && !one)
            {
                continue;
            }
            if (zero && one)
            {
                // A guess made by this very loop has no choices of its own: `keep` is false for its place.
                var twin = Array.IndexOf(_alive, false);
                _alive[twin] = true;
                _ratioSlots.Share(path, twin);
                _sumSlots.Share(path, twin);
                (_words[twin], _costs[twin]) = ((_words[path] << 1) | 1, _choices[2 * path + 1]);
            }
            _costs[path] = _choices[zero ? 2 * path : 2 * path + 1];
            _words[path] = (_words[path] << 1) | (zero ? UInt128.Zero : UInt128.One);
        }
    }

    /// <summary>Carries a decided bit up into the partial sums.</summary>
    private void Ascend(int path, int i, byte bit)
    {
        var (from, to) = (_rising, _risen);
        from[0] = bit;
        var (length, level) = (1, Levels);
        for (; (i & 1) != 0; i >>= 1, level--, length *= 2)
        {
            var left = _sums[level].AsSpan(_sumSlots[level, path] * length, length);
            Join(left, from.AsSpan(0, length), to);
            (from, to) = (to, from);
        }
        if (level > 0)
        {
            from.AsSpan(0, length).CopyTo(_sums[level].AsSpan(_sumSlots.Renew(level, path) * length, length));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> to)
    {
        for (var j = 0; j < left.Length; j++)
        {
            to[j] = (byte)(left[j] ^ right[j]);
        }
        right.CopyTo(to[left.Length..]);
    }

    private int Collect(Span<UInt128> words)
    {
        var count = 0;
        for (var path = 0; path < ListLength; path++)
        {
            if (_alive[path])
            {
                (_choices[count], words[count++]) = (_costs[path], _words[path]);
            }
        }
        _choices.AsSpan(0, count).Sort(words[..count]);
        return count;
    }
}
