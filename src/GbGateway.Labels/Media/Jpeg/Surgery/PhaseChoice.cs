namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Chooses at most one edit at each of many sites, so that together they change a length by so many bits modulo 8 at the least cost.</summary>
internal sealed class PhaseChoice
{
    // Eight sites nearly always do; more give cheaper choices.
    private const int MaxSites = 96;
    private const int MaxEdits = 12;
    private const float Unreachable = 1e30f;

    private readonly PhaseEdit[] _edits = new PhaseEdit[MaxSites * MaxEdits];
    private readonly int[] _sites = new int[MaxSites];
    private readonly byte[] _chosen = new byte[MaxSites * 8];
    private readonly float[] _costs = new float[8];
    private readonly float[] _next = new float[8];
    private int _found;

    /// <summary>Sites so far.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count == MaxSites;

    public void Clear()
    {
        Count = 0;
        Array.Fill(_costs, Unreachable);
        _costs[0] = 0;
    }

    /// <summary>Begins a site; not to be called when full. Its edits follow; one that changes nothing is among them.</summary>
    public void Begin(int site)
    {
        _sites[Count] = site;
        _found = 1;
        _edits[Count * MaxEdits] = default;
    }

    public void Offer(int place, int value, int bits, float cost)
    {
        if (_found < MaxEdits)
        {
            _edits[Count * MaxEdits + _found++] = new PhaseEdit((byte)place, (short)value, (byte)(bits & 7), cost);
        }
    }

    /// <summary>Ends the site.</summary>
    public void End()
    {
        if (_found == 1)
        {
            return;
        }
        Array.Fill(_next, Unreachable);
        for (var e = 0; e < _found; e++)
        {
            ref readonly var edit = ref _edits[Count * MaxEdits + e];
            for (var phase = 0; phase < 8; phase++)
            {
                var to = (phase + edit.Bits) & 7;
                if (_costs[phase] + edit.Cost < _next[to])
                {
                    _next[to] = _costs[phase] + edit.Cost;
                    _chosen[Count * 8 + to] = (byte)e;
                }
            }
        }
        _next.CopyTo(_costs, 0);
        Count++;
    }

    /// <summary>Whether edits exist that add up to <paramref name="bits"/> modulo 8.</summary>
    public bool CanReach(int bits) => _costs[bits] < Unreachable;

    /// <summary>Goes back from the last site to the first: takes one site off and gives its edit, if it has one. <paramref name="bits"/> is what is still to be reached.</summary>
    public bool TryTake(ref int bits, out int site, out PhaseEdit edit)
    {
        (site, edit) = (0, default);
        while (Count > 0)
        {
            Count--;
            var chosen = _chosen[Count * 8 + bits];
            if (chosen != 0)
            {
                (site, edit) = (_sites[Count], _edits[Count * MaxEdits + chosen]);
                bits = (bits - edit.Bits) & 7;
                return true;
            }
        }
        return false;
    }
}
