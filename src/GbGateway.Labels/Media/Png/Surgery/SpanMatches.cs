using System.Numerics;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// Looks for what the changed spans repeat, so that a file of few colours doesn't grow by its label. A place is asked for three sources
/// alone: the distance of the match before, the row above, and the last place in a span with the same four bytes.
/// </summary>
internal sealed unsafe class SpanMatches
{
    /// <summary>The shortest run of one byte that is looked for.</summary>
    public const int LeastRun = 8;

    /// <summary>The shortest match that is looked for.</summary>
    public const int Least = 4;

    private const int HashBits = 12;

    private readonly int[] _places = new int[1 << HashBits];
    private byte* _floor;
    private int _window;
    private int _stride;
    private int _above;
    private int _last;

    /// <summary>Begins with a picture.</summary>
    /// <param name="floor">The first of the inflated bytes that are still there.</param>
    /// <param name="window">The farthest a match may reach back by the stream's own head.</param>
    /// <param name="stride">Bytes from a row to the next.</param>
    public void Begin(byte* floor, int window, int stride)
    {
        _floor = floor;
        (_window, _stride, _last) = (window, stride <= window ? stride : 1, 1);
        _places.AsSpan().Clear();
    }

    /// <summary>Begins with a span; the first place that may be asked, at least one byte into what is there.</summary>
    public byte* BeginSpan(byte* at)
    {
        var before = at - _floor;
        _above = before >= _stride ? _stride : 1;
        _last = before >= _last ? _last : 1;
        return before == 0 ? at + 1 : at;
    }

    /// <summary>The longest match at a place among those asked; its length is 0 where there is none.</summary>
    public (int Length, int Distance) Find(byte* at, byte* end)
    {
        var head = *(uint*)at;
        ref var place = ref _places[(int)(head * 2654435761u >> 32 - HashBits)];
        var seen = (int)(at - _floor) - place;
        place = (int)(at - _floor);
        // One branch for all three: which of them it is can't be foretold, that it is none of them can.
        if ((*(uint*)(at - _last) != head) & (*(uint*)(at - _above) != head) & (*(uint*)(at - seen) != head))
        {
            return (0, 0);
        }
        var best = (Length: 0, Distance: 0);
        Try(at, end, head, _last, ref best);
        Try(at, end, head, _above, ref best);
        if (seen <= _window)
        {
            Try(at, end, head, seen, ref best);
        }
        return best;
    }

    /// <summary>A run of the byte before a place; its length is 0 where there is none.</summary>
    public static (int Length, int Distance) FindRun(byte* at, byte* end)
    {
        var best = (Length: 0, Distance: 0);
        if (*(ulong*)at == *(ulong*)(at - 1))
        {
            Try(at, end, *(uint*)at, 1, ref best);
        }
        return best;
    }

    /// <summary>Notes the distance of a match that was taken.</summary>
    public void Take(int distance) => _last = distance;

    private static void Try(byte* at, byte* end, uint head, int distance, ref (int Length, int Distance) best)
    {
        if (*(uint*)(at - distance) != head)
        {
            return;
        }
        var most = (int)Math.Min(DeflateFacts.MaxMatch, end - at);
        var length = Least;
        for (; length + 8 <= most; length += 8)
        {
            var differ = *(ulong*)(at + length) ^ *(ulong*)(at + length - distance);
            if (differ != 0)
            {
                most = length += BitOperations.TrailingZeroCount(differ) >> 3;
                break;
            }
        }
        while (length < most && at[length] == at[length - distance])
        {
            length++;
        }
        if (length > best.Length)
        {
            best = (length, distance);
        }
    }
}
