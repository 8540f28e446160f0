using System.Runtime.CompilerServices;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>One scan header with the tables in force there (T.81 B.2.3).</summary>
internal struct JpegScan
{
    /// <summary>Components in the scan.</summary>
    public int Count;

    /// <summary>Each one's place in the frame.</summary>
    public Slots<byte> Component;

    public Slots<HuffmanTable?> Dc;

    public Slots<HuffmanTable?> Ac;

    /// <summary>First and last coefficient, zigzag.</summary>
    public int First, Last;

    /// <summary>Bits left out before (0 in a first pass) and after this scan.</summary>
    public int High, Low;

    /// <summary>MCUs between restart markers, or 0.</summary>
    public int RestartInterval;

    /// <summary>Where the entropy-coded bytes begin in the file.</summary>
    public int Start;

    /// <summary>One value a component of the scan.</summary>
    [InlineArray(JpegFrame.MaxComponents)]
    public struct Slots<T>
    {
        private T _first;
    }
}
