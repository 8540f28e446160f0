namespace GbGateway.Benchmarks.Ledger;

/// <summary>Latencies of one run, in milliseconds.</summary>
internal sealed class Latencies
{
    private readonly Lock _lock = new();
    private readonly List<double> _all = [];
    private bool _sorted;

    public long Records { get; private set; }

    public TimeSpan Elapsed { get; set; }

    /// <summary>Processor time of the whole process, clients included: the figure that other load on the machine disturbs least.</summary>
    public TimeSpan Processor { get; set; }

    public void Add(List<double> latencies, long records)
    {
        lock (_lock)
        {
            _all.AddRange(latencies);
            Records += records;
            _sorted = false;
        }
    }

    public double Percentile(double percent)
    {
        if (!_sorted)
        {
            _all.Sort();
            _sorted = true;
        }
        return _all.Count == 0 ? 0 : _all[(int)Math.Min(_all.Count - 1, _all.Count * percent / 100)];
    }
}
