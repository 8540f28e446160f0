using GbGateway.Labels.Explicit;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>A stamp laid on the MCU grid of one sampling at one phase; independent of the picture, made once and shared.</summary>
internal sealed class StampGrid
{
    private readonly StampPlane[] _planes;

    private StampGrid(StampGridKey key, int column, int row, int columns, int rows, StampPlane[] planes) =>
        (Key, Column, Row, Columns, Rows, _planes) = (key, column, row, columns, rows, planes);

    /// <summary>No label at all.</summary>
    public static StampGrid Empty { get; } = new(default, 0, 0, 0, 0, []);

    public StampGridKey Key { get; }

    /// <summary>First MCU column touched, counted from the MCU that holds the stamp's corner.</summary>
    public int Column { get; }

    public int Row { get; }

    /// <summary>MCU columns touched; 0 for a stamp that is wholly transparent.</summary>
    public int Columns { get; }

    public int Rows { get; }

    public StampPlane Plane(int component) => _planes[component];

    public static StampGrid Make(Stamp stamp, StampGridKey key, JpegFrame frame)
    {
        var (left, top, right, bottom) = FindInk(stamp);
        if (right <= left)
        {
            return new StampGrid(key, 0, 0, 0, 0, []);
        }
        var (mcuWidth, mcuHeight) = (frame.McuWidth, frame.McuHeight);
        var (column, row) = ((key.X + left) / mcuWidth, (key.Y + top) / mcuHeight);
        var columns = (key.X + right + mcuWidth - 1) / mcuWidth - column;
        var rows = (key.Y + bottom + mcuHeight - 1) / mcuHeight - row;
        var planes = new StampPlane[frame.Count];
        for (var i = 0; i < planes.Length; i++)
        {
            var component = frame.Components[i];
            var (across, down) = (frame.MaxHorizontal / component.Horizontal, frame.MaxVertical / component.Vertical);
            var (x, y) = (key.X - column * mcuWidth, key.Y - row * mcuHeight);
            planes[i] = MakePlane(stamp, x, y, across, down, columns * component.Horizontal, rows * component.Vertical, i > 0 && frame.HasChroma);
        }
        return new StampGrid(key, column, row, columns, rows, planes);
    }

    private static StampPlane MakePlane(Stamp stamp, int x, int y, int across, int down, int blocksWide, int blocksHigh, bool isNeutral)
    {
        var alpha = new byte[blocksWide * blocksHigh * 64];
        var ink = new byte[isNeutral ? 0 : alpha.Length];
        for (var at = 0; at < alpha.Length; at++)
        {
            var block = at >> 6;
            var sampleX = (block % blocksWide * 8 + (at & 7)) * across - x;
            var sampleY = (block / blocksWide * 8 + (at >> 3 & 7)) * down - y;
            alpha[at] = Average(stamp, stamp.Alpha, sampleX, sampleY, across, down);
            if (!isNeutral)
            {
                ink[at] = Average(stamp, stamp.Ink, sampleX, sampleY, across, down);
            }
        }
        var covers = new StampCover[blocksWide * blocksHigh];
        for (var i = 0; i < covers.Length; i++)
        {
            var even = IsEven(alpha.AsSpan(i * 64, 64)) && (isNeutral || IsEven(ink.AsSpan(i * 64, 64)));
            covers[i] = !even ? StampCover.Uneven : alpha[i * 64] == 0 ? StampCover.None : StampCover.Even;
        }
        return new StampPlane(blocksWide, alpha, ink, covers);
    }

    private static bool IsEven(ReadOnlySpan<byte> block) => block.IndexOfAnyExcept(block[0]) < 0;

    private static byte Average(Stamp stamp, ReadOnlySpan<byte> plane, int x, int y, int across, int down)
    {
        var sum = 0;
        for (var dy = Math.Max(0, -y); dy < down && y + dy < stamp.Height; dy++)
        {
            for (var dx = Math.Max(0, -x); dx < across && x + dx < stamp.Width; dx++)
            {
                sum += plane[(y + dy) * stamp.Width + x + dx];
            }
        }
        return (byte)((2 * sum + across * down) / (2 * across * down));
    }

    private static (int Left, int Top, int Right, int Bottom) FindInk(Stamp stamp)
    {
        int left = stamp.Width, top = stamp.Height, right = 0, bottom = 0;
        for (var y = 0; y < stamp.Height; y++)
        {
            var row = stamp.Alpha.Slice(y * stamp.Width, stamp.Width);
            var first = row.IndexOfAnyExcept((byte)0);
            if (first >= 0)
            {
                (left, right) = (Math.Min(left, first), Math.Max(right, row.LastIndexOfAnyExcept((byte)0) + 1));
                (top, bottom) = (Math.Min(top, y), y + 1);
            }
        }
        return (left, top, right, bottom);
    }
}
