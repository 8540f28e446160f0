using GbGateway.Labels.Explicit;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// The samples of the label's rows: unfilters them column for column only as far right as the label reaches, paints, and filters the
/// changed columns anew with the row's own filter. Two rows of either kind are all it keeps.
/// </summary>
internal sealed unsafe class GraftRows
{
    private readonly PinnedBuffer _rows = new();
    private readonly StampBrush _brush = new();
    private PngLayout _layout;
    private GraftBox _box;
    private int _stampWidth;
    private byte* _zero;
    private byte* _row;
    private byte* _above;
    private byte* _fresh;
    private byte* _freshAbove;
    private AdlerDelta _adler;

    /// <summary>Rows read so far.</summary>
    public int Row { get; private set; }

    /// <summary>The change of the stream's checksum by the rows painted so far.</summary>
    public AdlerDelta Adler => _adler;

    public long Capacity => _rows.Capacity;

    public StampBrush Begin(PngLayout layout, GraftBox box, Stamp stamp)
    {
        (_layout, _box, _stampWidth, _adler, Row) = (layout, box, stamp.Width, default, 0);
        _brush.Load(stamp, layout);
        var pitch = box.ByteEnd + 2 * RowFilter.Margin;
        _rows.Reserve(5L * pitch);
        _rows.Span(5 * pitch).Clear();
        _zero = _rows.Start + RowFilter.Margin;
        _row = _zero + pitch;
        _above = _zero + 2 * pitch;
        _fresh = _zero + 3 * pitch;
        _freshAbove = _zero + 4 * pitch;
        return _brush;
    }

    /// <summary>Lets go of the stamp.</summary>
    public void End() => _brush.Unload();

    /// <summary>Reads the next row, and paints it if the label touches it. False if its filter type is unknown.</summary>
    /// <param name="line">The row in the inflated stream, filter byte first; changed in place.</param>
    public bool TryTake(byte* line)
    {
        var filter = *line;
        if (filter > RowFilter.Last)
        {
            return false;
        }
        var above = Row == 0 ? _zero : _above;
        RowFilter.Undo(filter, line + 1, above, _row, _box.ByteEnd, _layout.Step);
        if (Row >= _box.Top)
        {
            var from = Math.Max(0, _box.ByteStart - _layout.Step);
            new ReadOnlySpan<byte>(_row + from, _box.ByteEnd - from).CopyTo(new Span<byte>(_fresh + from, _box.ByteEnd - from));
            if (Row < _box.Bottom)
            {
                _brush.Paint(_fresh, _box.Left, (Row - _box.Top + _box.StampY) * _stampWidth + _box.StampX, _box.Right - _box.Left);
            }
            var weight = _layout.InflatedLength - (long)Row * _layout.Stride - 1;
            RowFilter.Redo(filter, line + 1, Row == _box.Top ? above : _freshAbove, _fresh, _box.ByteStart, _box.ByteEnd, _layout.Step, weight, ref _adler);
            var spare = _freshAbove;
            _freshAbove = _fresh;
            _fresh = spare;
        }
        var done = _above;
        _above = _row;
        _row = done;
        Row++;
        return true;
    }
}
