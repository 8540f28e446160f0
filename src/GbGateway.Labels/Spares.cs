namespace GbGateway.Labels;

/// <summary>A few objects kept for the next picture or exchange, so that a steady stream of them makes none. Whoever takes one owns it until it is put back.</summary>
/// <param name="count">How many are kept; two for each processor by default.</param>
public sealed class Spares<T>(int count = 0)
    where T : class
{
    private readonly T?[] _kept = new T?[count > 0 ? count : Math.Max(8, 2 * Environment.ProcessorCount)];

    /// <summary>One of them, or null if there is none.</summary>
    public T? Take()
    {
        for (var i = 0; i < _kept.Length; i++)
        {
            if (_kept[i] is not null && Interlocked.Exchange(ref _kept[i], null) is { } spare)
            {
                return spare;
            }
        }
        return null;
    }

    /// <summary>Keeps one, unless there are enough.</summary>
    public void Put(T spare)
    {
        for (var i = 0; i < _kept.Length; i++)
        {
            if (_kept[i] is null && Interlocked.CompareExchange(ref _kept[i], spare, null) is null)
            {
                return;
            }
        }
    }
}
