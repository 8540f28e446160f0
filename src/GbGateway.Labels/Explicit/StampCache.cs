using System.Collections.Concurrent;

namespace GbGateway.Labels.Explicit;

/// <summary>
/// Rendered stamps, shared and bounded. The size rule: ink rows = 5 % of the picture's shortest side rounded up (<c>GB-5.2-c</c>), and at
/// least <see cref="LegibleInkRows"/> where the stamp then stays under a quarter of the picture. A wording wider than the picture is set
/// in several lines. Only where the picture has no room for its label at all do the letters shrink below 5 %, down to one row, and at
/// last the stamp is clipped to the picture: a picture of 1 x 1 gets a stamp of 1 x 1.
/// </summary>
public static class StampCache
{
    /// <summary>Ink rows below which Chinese characters can't be told apart; an engineering limit, not the standard's.</summary>
    public const int LegibleInkRows = 11;

    /// <summary>Most bytes of stamps kept; the oldest go first.</summary>
    public const long MaxBytes = 32L << 20;

    private static readonly ConcurrentDictionary<Key, Stamp> Stamps = new();
    private static readonly Queue<Key> Ages = new();
    private static readonly Lock Gate = new();
    private static long _bytes;

    private readonly record struct Key(LabelFont Font, string Wording, int InkRows, int MaxWidth, int MaxHeight);

    /// <summary>Ink rows that <c>GB-5.2-c</c> asks of a picture: 5 % of its shortest side, rounded up.</summary>
    public static int RequiredInkRows(int width, int height) => (int)((Math.Min((long)width, height) + 19) / 20);

    /// <summary>The stamp of a wording for a picture of this size, as shown. Never larger than the picture.</summary>
    public static Stamp For(string wording, int width, int height, LabelFont? font = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        font ??= LabelFont.Default;
        var required = RequiredInkRows(width, height);
        // The common case, a picture with room to spare: one line, whatever the picture's exact size.
        if (required >= LegibleInkRows)
        {
            var roomy = Find(new Key(font, wording, required, int.MaxValue, int.MaxValue));
            if (roomy.Width <= width && roomy.Height <= height)
            {
                return roomy;
            }
        }
        return Find(new Key(font, wording, required, width, height));
    }

    private static Stamp Find(Key key)
    {
        if (Stamps.TryGetValue(key, out var stamp))
        {
            return stamp;
        }
        stamp = Clip(StampPainter.Paint(Fit(key), key.Font), key.MaxWidth, key.MaxHeight);
        lock (Gate)
        {
            if (Stamps.TryAdd(key, stamp))
            {
                Ages.Enqueue(key);
                _bytes += Weigh(stamp);
            }
            while (_bytes > MaxBytes && Ages.Count > 1 && Stamps.TryRemove(Ages.Dequeue(), out var oldest))
            {
                _bytes -= Weigh(oldest);
            }
        }
        return stamp;
    }

    private static long Weigh(Stamp stamp) => 2L * stamp.Width * stamp.Height + 200;

    private static StampLayout Fit(Key key)
    {
        StampLayout layout;
        for (var rows = Math.Max(key.InkRows, LegibleInkRows); rows > key.InkRows; rows--)
        {
            layout = StampLayout.Set(key.Font, key.Wording, rows, key.MaxWidth);
            if (Fits(layout, key) && 4L * layout.Width * layout.Height <= (long)key.MaxWidth * key.MaxHeight)
            {
                return layout;
            }
        }
        var size = key.InkRows;
        layout = StampLayout.Set(key.Font, key.Wording, size, key.MaxWidth);
        while (size > 1 && !Fits(layout, key))
        {
            // By a tenth a step: a wording of thousands of characters must not cost thousands of layouts.
            size = Math.Max(1, Math.Min(size - 1, size * 9 / 10));
            layout = StampLayout.Set(key.Font, key.Wording, size, key.MaxWidth);
        }
        return layout;
    }

    private static bool Fits(StampLayout layout, Key key) => layout.Width <= key.MaxWidth && layout.Height <= key.MaxHeight;

    private static Stamp Clip(Stamp stamp, int maxWidth, int maxHeight)
    {
        if (stamp.Width <= maxWidth && stamp.Height <= maxHeight)
        {
            return stamp;
        }
        var (width, height) = (Math.Min(stamp.Width, maxWidth), Math.Min(stamp.Height, maxHeight));
        // The middle is kept: that is where the letters are.
        var (left, top) = ((stamp.Width - width) / 2, (stamp.Height - height) / 2);
        var alpha = new byte[width * height];
        var ink = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            var from = (top + y) * stamp.Width + left;
            stamp.Alpha.Slice(from, width).CopyTo(alpha.AsSpan(y * width));
            stamp.Ink.Slice(from, width).CopyTo(ink.AsSpan(y * width));
        }
        return new Stamp(width, height, alpha, ink);
    }
}
