namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Where runs of blocks without coefficients are to be parted in two, which costs bits but no quality.</summary>
internal sealed class RunSplits
{
    /// <summary>The place that stands for a split in a <see cref="PhaseEdit"/>; its value is the length of the first part.</summary>
    public const int Place = 255;

    private const int Max = 96;
    private readonly (int Unit, int First)[] _splits = new (int, int)[Max];
    private int _count;

    public void Clear() => _count = 0;

    /// <summary>Parts the run that begins at a unit.</summary>
    public void Set(int unit, int first)
    {
        if (_count < Max)
        {
            _splits[_count++] = (unit, first);
        }
    }

    /// <summary>Blocks in the first part of the run that begins at a unit, or 0 if it stays whole.</summary>
    public int Of(int unit)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_splits[i].Unit == unit)
            {
                return _splits[i].First;
            }
        }
        return 0;
    }
}
