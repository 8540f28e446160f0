using System.Runtime.CompilerServices;
using GbGateway.Labels.Explicit;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>The grids made of each stamp; they live as long as their stamp does, the newest few of them.</summary>
internal sealed class StampGrids
{
    // Two samplings in use times a few phases of right and bottom labels; a grid is about the size of its stamp.
    private const int MaxGrids = 8;

    private static readonly ConditionalWeakTable<Stamp, StampGrids> OfStamps = [];

    private readonly StampGrid?[] _grids = new StampGrid?[MaxGrids];
    private int _next;

    public static StampGrid Get(Stamp stamp, JpegFrame frame, int x, int y)
    {
        var key = StampGridKey.Of(frame, x, y);
        var grids = OfStamps.GetValue(stamp, static _ => new StampGrids());
        foreach (var known in grids._grids)
        {
            if (known is not null && known.Key == key)
            {
                return known;
            }
        }
        var made = StampGrid.Make(stamp, key, frame);
        Volatile.Write(ref grids._grids[(uint)Interlocked.Increment(ref grids._next) % MaxGrids], made);
        return made;
    }
}
