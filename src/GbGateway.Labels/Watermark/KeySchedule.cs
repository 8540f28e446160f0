namespace GbGateway.Labels.Watermark;

/// <summary>
/// What a key decides about the carrier: which lines are sync and which data, the phase of each, and which code bit goes where.
/// </summary>
internal sealed class KeySchedule
{
    /// <summary>Derives everything from <paramref name="carrierKey"/>.</summary>
    public KeySchedule(byte[] carrierKey)
    {
        var stream = new KeyStream(carrierKey);
        var lines = stream.Permutation(Lattice.Lines);
        SyncLines = lines[..Lattice.SyncLines];
        DataLines = lines[Lattice.SyncLines..];
        Array.Sort(SyncLines);
        Array.Sort(DataLines);
        (SyncCos, SyncSin) = Phases(stream, Lattice.SyncLines);
        (DataCos, DataSin) = Phases(stream, Lattice.DataLines);
        Interleaver = stream.Permutation(PolarCode.Length);
    }

    /// <summary>Lines of known phase.</summary>
    public ushort[] SyncLines { get; }

    /// <summary>Cosine of each sync line's phase.</summary>
    public float[] SyncCos { get; }

    /// <summary>Sine of each sync line's phase.</summary>
    public float[] SyncSin { get; }

    /// <summary>Lines that carry two code bits each: dimension 2i on the real axis, 2i + 1 on the imaginary one.</summary>
    public ushort[] DataLines { get; }

    /// <summary>Cosine of the phase each data line is turned by.</summary>
    public float[] DataCos { get; }

    /// <summary>Sine of the phase each data line is turned by.</summary>
    public float[] DataSin { get; }

    /// <summary>The dimension that carries code bit j.</summary>
    public ushort[] Interleaver { get; }

    private static (float[] Cos, float[] Sin) Phases(KeyStream stream, int count)
    {
        var (cos, sin) = (new float[count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            var (s, c) = Math.SinCos(stream.Next() * (2 * Math.PI / 4294967296.0));
            (cos[i], sin[i]) = ((float)c, (float)s);
        }
        return (cos, sin);
    }
}
