namespace GbGateway.Content;

/// <summary>A few objects kept for the next exchange, so that a steady stream of exchanges makes none. Whoever takes one owns it until it is put back.</summary>
internal sealed class Spares<T>
    where T : class
{
    private readonly T?[] _kept = new T?[Math.Max(16, 4 * Environment.ProcessorCount)];

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
