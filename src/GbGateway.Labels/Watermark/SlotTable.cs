namespace GbGateway.Labels.Watermark;

/// <summary>Who points at which slot: a row a level, counted references, so that guesses share what they have in common.</summary>
internal sealed class SlotTable(int levels, int owners, int slots)
{
    private readonly sbyte[] _slotOf = new sbyte[levels * owners];
    private readonly byte[] _references = new byte[levels * slots];

    /// <summary>The slot of <paramref name="owner"/> on <paramref name="level"/>; it must have one.</summary>
    public int this[int level, int owner] => _slotOf[level * owners + owner];

    /// <summary>Nobody points anywhere.</summary>
    public void Clear()
    {
        Array.Fill(_slotOf, (sbyte)-1);
        Array.Clear(_references);
    }

    /// <summary>Gives <paramref name="owner"/> a slot of its own to write, and lets go of the old one.</summary>
    public int Renew(int level, int owner)
    {
        ref var mine = ref _slotOf[level * owners + owner];
        if (mine >= 0)
        {
            _references[level * slots + mine]--;
        }
        // At most `owners` slots are referred to, so there is always a free one.
        var free = _references.AsSpan(level * slots, slots).IndexOf((byte)0);
        mine = (sbyte)free;
        _references[level * slots + free] = 1;
        return free;
    }

    /// <summary>Lets <paramref name="twin"/> point where <paramref name="owner"/> does.</summary>
    public void Share(int owner, int twin)
    {
        for (var level = 0; level < levels; level++)
        {
            var slot = _slotOf[level * owners + owner];
            _slotOf[level * owners + twin] = slot;
            if (slot >= 0)
            {
                _references[level * slots + slot]++;
            }
        }
    }

    /// <summary>Lets go of everything <paramref name="owner"/> points at.</summary>
    public void Release(int owner)
    {
        for (var level = 0; level < levels; level++)
        {
            ref var slot = ref _slotOf[level * owners + owner];
            if (slot >= 0)
            {
                _references[level * slots + slot]--;
                slot = -1;
            }
        }
    }
}
