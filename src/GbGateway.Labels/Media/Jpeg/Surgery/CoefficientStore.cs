namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Coefficients of the upper MCU rows of a progressive picture, zigzag, as deep as the label reaches.</summary>
internal sealed class CoefficientStore
{
    // 100 megapixels of 4:2:0.
    private const long MaxBlocks = 2_400_000;

    // 8 MiB of coefficients are kept from picture to picture.
    private const int MaxKept = 4 << 20;

    private short[] _all = [];
    private JpegScan.Slots<int> _offset;
    private JpegScan.Slots<int> _wide;

    /// <summary>Blocks held.</summary>
    public int Blocks { get; private set; }

    /// <summary>Makes room for zeros; false if the rows have more blocks than may be held.</summary>
    public bool TryStart(JpegFrame frame, int mcuRows)
    {
        var blocks = 0L;
        for (var c = 0; c < frame.Count; c++)
        {
            _offset[c] = (int)Math.Min(blocks, MaxBlocks) * 64;
            _wide[c] = frame.Columns * frame.Components[c].Horizontal;
            blocks += (long)_wide[c] * mcuRows * frame.Components[c].Vertical;
        }
        if (blocks > MaxBlocks)
        {
            return false;
        }
        Blocks = (int)blocks;
        var length = Blocks * 64;
        if (_all.Length < length)
        {
            _all = new short[Math.Max(length, 1 << 16)];
        }
        else
        {
            _all.AsSpan(0, length).Clear();
        }
        return true;
    }

    /// <summary>Where the block of a component at a place begins; a place to be given to <see cref="Block(int)"/>.</summary>
    public int Index(int component, int column, int row) => _offset[component] + (row * _wide[component] + column) * 64;

    /// <summary>Blocks a row of a component, those that only fill its last MCU included.</summary>
    public int Wide(int component) => _wide[component];

    /// <summary>The first <paramref name="rows"/> rows of a component's blocks.</summary>
    public Span<short> Rows(int component, int rows) => _all.AsSpan(_offset[component], _wide[component] * rows * 64);

    public Span<short> Block(int index) => _all.AsSpan(index, 64);

    /// <summary>Lets go of coefficients that only a huge picture needed.</summary>
    public void Shrink()
    {
        if (_all.Length > MaxKept)
        {
            _all = [];
        }
    }
}
