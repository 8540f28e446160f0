namespace GbGateway.Labels.Explicit;

/// <summary>
/// Turns a stamp, and its place, from the way a picture is shown to the way it is stored, for each EXIF orientation 1 to 8, so that the
/// label reads upright where the standard wants it (<c>GB-5.2</c>): on the picture as people see it.
/// </summary>
public static class OrientedStamp
{
    /// <summary>Whether an orientation (1 to 8) swaps rows and columns: shown width is stored height.</summary>
    public static bool SwapsSides(int orientation) => orientation is >= 5 and <= 8;

    /// <summary>The stamp as it must be stored so that it is shown upright; the stamp itself for orientation 1 and any unknown one.</summary>
    public static Stamp Turn(Stamp stamp, int orientation)
    {
        if (orientation is < 2 or > 8)
        {
            return stamp;
        }
        var (width, height) = SwapsSides(orientation) ? (stamp.Height, stamp.Width) : (stamp.Width, stamp.Height);
        var alpha = new byte[width * height];
        var ink = new byte[width * height];
        for (var y = 0; y < stamp.Height; y++)
        {
            for (var x = 0; x < stamp.Width; x++)
            {
                var (storedX, storedY) = ToStored(x, y, orientation, width, height);
                alpha[storedY * width + storedX] = stamp.Alpha[y * stamp.Width + x];
                ink[storedY * width + storedX] = stamp.Ink[y * stamp.Width + x];
            }
        }
        return new Stamp(width, height, alpha, ink);
    }

    /// <summary>Where the upper left corner of a turned stamp lies in the stored picture.</summary>
    /// <param name="orientation">EXIF orientation, 1 to 8.</param>
    /// <param name="storedWidth">Pixels a row of the picture, as stored.</param>
    /// <param name="storedHeight">Rows of the picture, as stored.</param>
    /// <param name="shown">The stamp before <see cref="Turn"/>.</param>
    /// <param name="x">Its left edge in the picture as shown.</param>
    /// <param name="y">Its upper edge in the picture as shown.</param>
    public static (int X, int Y) Place(int orientation, int storedWidth, int storedHeight, Stamp shown, int x, int y)
    {
        var near = ToStored(x, y, orientation, storedWidth, storedHeight);
        var far = ToStored(x + shown.Width - 1, y + shown.Height - 1, orientation, storedWidth, storedHeight);
        return (Math.Min(near.X, far.X), Math.Min(near.Y, far.Y));
    }

    /// <summary>Where a pixel shown at a place is stored, in a picture of the given stored size.</summary>
    private static (int X, int Y) ToStored(int x, int y, int orientation, int width, int height) => orientation switch
    {
        2 => (width - 1 - x, y),
        3 => (width - 1 - x, height - 1 - y),
        4 => (x, height - 1 - y),
        5 => (y, x),
        6 => (y, height - 1 - x),
        7 => (width - 1 - y, height - 1 - x),
        8 => (width - 1 - y, x),
        _ => (x, y),
    };
}
