namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>The blocks of one stretch of MCUs under the label, as written, kept until it is sure that they need not be written again.</summary>
internal sealed class LabelRun
{
    private short[] _coefficients = new short[64 * 64];
    private RunBlock[] _blocks = new RunBlock[64];

    public int Count { get; private set; }

    /// <summary>Where the sink stood before the run, and the DC values written before it.</summary>
    public (int Length, ulong Window, int Held) Mark { get; private set; }

    public JpegScan.Slots<int> Before { get; private set; }

    public void Start((int Length, ulong Window, int Held) mark, JpegScan.Slots<int> before) => (Count, Mark, Before) = (0, mark, before);

    public ref RunBlock Block(int index) => ref _blocks[index];

    public Span<short> Coefficients(int index) => _coefficients.AsSpan(index * 64, 64);

    /// <summary>Adds a block of zeros.</summary>
    public Span<short> Add(byte component)
    {
        if (Count == _blocks.Length)
        {
            Array.Resize(ref _blocks, Count * 2);
            Array.Resize(ref _coefficients, Count * 2 * 64);
        }
        _blocks[Count] = new RunBlock { Component = component };
        var block = Coefficients(Count++);
        block.Clear();
        return block;
    }
}
