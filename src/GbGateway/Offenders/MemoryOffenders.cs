namespace GbGateway.Offenders;

/// <summary>
/// Records in memory, in the order they last changed, at most so many. Where there are more, the one that has not changed for longest goes,
/// of users who are not suspended first: an attacker with many names forgets himself before he frees another.
/// </summary>
public sealed class MemoryOffenders(int most) : OffenderStore
{
    /// <summary>Suspended users that are passed over to find one who is not.</summary>
    private const int Tries = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string User, OffenderRecord Record)>> _records = new(StringComparer.Ordinal);
    private readonly LinkedList<(string User, OffenderRecord Record)> _order = new();

    /// <summary>Users kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _records.Count;
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask<OffenderRecord> ReadAsync(string user, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return new(_records.TryGetValue(user, out var known) ? known.Value.Record : default);
        }
    }

    /// <inheritdoc/>
    public override ValueTask<(OffenderRecord Now, OffenderRecord Before)> CountAsync(string user, bool harmful, OffenderRule rule, DateTimeOffset now, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (!_records.TryGetValue(user, out var known))
            {
                if (!harmful)
                {
                    return new((default, default));
                }
                MakeRoom(now);
                _records[user] = known = _order.AddLast((user, default));
            }
            var before = known.Value.Record;
            var next = rule.Next(before, harmful, now);
            known.Value = (user, next);
            _order.Remove(known);
            _order.AddLast(known);
            return new((next, before));
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void MakeRoom(DateTimeOffset now)
    {
        if (_records.Count < most)
        {
            return;
        }
        var leaves = _order.First!;
        for (var (tries, node) = (0, _order.First); tries < Tries && node is not null; tries++, node = node.Next)
        {
            if (!node.Value.Record.IsSuspended(now))
            {
                leaves = node;
                break;
            }
        }
        _records.Remove(leaves.Value.User);
        _order.Remove(leaves);
    }
}
