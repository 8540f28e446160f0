using GbGateway.Ledger.Records;

namespace GbGateway.Drills.Ledger;

/// <summary>The ways of T17. An attacker can write the whole ledger and compute every hash, but has neither the key nor the exported checkpoint.</summary>
public static class LedgerMutations
{
    public static IReadOnlyList<LedgerMutation> All { get; } =
    [
        new("flip", static (entries, random, _) =>
        {
            var at = random.Next(entries.Count);
            entries[at] = FlipBit(entries[at], random);
            return (at + 1, at + 1);
        }),
        new("delete", static (entries, random, _) =>
        {
            var at = random.Next(entries.Count);
            var count = Math.Min(random.Next(1, 4), entries.Count - at);
            entries.RemoveRange(at, count);
            return (1, at == 0 ? count + 1 : at + 1); // without its begin, a ledger is named at 1
        }),
        new("insert", static (entries, random, _) =>
        {
            var at = random.Next(entries.Count);
            var copy = entries[random.Next(entries.Count)];
            entries.Insert(at, copy);
            if (ReferenceEquals(copy, entries[at + 1]))
            {
                return (at + 2, at + 2); // twice the same: the second is the wrong one
            }
            return (at + 1, at == 0 ? copy.Sequence + 1 : at + 1); // a ledger may begin late, after a deletion
        }),
        new("reorder", static (entries, random, _) =>
        {
            var first = random.Next(entries.Count - 1);
            var second = random.Next(first + 1, entries.Count);
            (entries[first], entries[second]) = (entries[second], entries[first]);
            return (first + 1, first == 0 ? second + 2 : first + 1); // a ledger may begin late, after a deletion
        }),
        new("truncate", static (entries, random, _) =>
        {
            var length = random.Next(entries.Count);
            entries.RemoveRange(length, entries.Count - length);
            return (length + 1, length + 1);
        }),
        new("roll back", static (entries, random, _) =>
        {
            // To an older state that was whole and signed.
            var ends = Enumerable.Range(0, entries.Count - 1).Where(at => entries[at].Kind == LedgerEntryKind.Checkpoint).ToList();
            var length = ends[random.Next(ends.Count)] + 1;
            entries.RemoveRange(length, entries.Count - length);
            return (length + 1, length + 1);
        }),
        new("rewrite", static (entries, random, _) =>
        {
            // A record changed and every hash after it computed anew: the next signature does not fit.
            var at = random.Next(entries.Count - 1);
            while (entries[at].Kind > LedgerEntryKind.Seal)
            {
                at = random.Next(entries.Count - 1);
            }
            entries[at] = entries[at] with { Time = entries[at].Time + 1 };
            Rehash(entries, at);
            return (at + 1, entries.Skip(at).First(static entry => entry.Kind == LedgerEntryKind.Checkpoint).Sequence);
        }),
        new("forged checkpoint", static (entries, random, foreign) =>
        {
            var at = PickCheckpoint(entries, random);
            var forged = LedgerCheckpoint.TryRead(entries[at].Body.Span)!.Sign(foreign);
            entries[at] = entries[at] with { Body = forged.Encode() };
            Rehash(entries, at);
            return (at + 1, at + 1);
        }),
        new("forged key id", static (entries, random, foreign) =>
        {
            // Signed by a foreign key under the trusted key's name.
            var at = PickCheckpoint(entries, random);
            var own = LedgerCheckpoint.TryRead(entries[at].Body.Span)!;
            var forged = own with { Signature = foreign.Sign((own with { Signature = default }).Encode()) };
            entries[at] = entries[at] with { Body = forged.Encode() };
            Rehash(entries, at);
            return (at + 1, at + 1);
        }),
        new("checkpoint moved", static (entries, random, _) =>
        {
            int to = PickCheckpoint(entries, random), from = PickCheckpoint(entries, random);
            while (from == to)
            {
                from = PickCheckpoint(entries, random);
            }
            entries[to] = entries[to] with { Body = entries[from].Body };
            Rehash(entries, to);
            return (to + 1, to + 1);
        }),
    ];

    private static int PickCheckpoint(List<LedgerEntry> entries, Random random)
    {
        var all = Enumerable.Range(0, entries.Count).Where(at => entries[at].Kind == LedgerEntryKind.Checkpoint).ToList();
        return all[random.Next(all.Count)];
    }

    private static void Rehash(List<LedgerEntry> entries, int from)
    {
        for (var at = from; at < entries.Count; at++)
        {
            var previous = at == 0 ? LedgerHead.Genesis("mutations").Hash : entries[at - 1].Hash;
            entries[at] = entries[at] with { Hash = EntryHash.Of(entries[at], previous.Span) };
        }
    }

    private static LedgerEntry FlipBit(LedgerEntry entry, Random random)
    {
        byte[] body = entry.Body.ToArray(), hash = entry.Hash.ToArray();
        switch (random.Next(8))
        {
            case 0: return entry with { Segment = entry.Segment ^ (1L << random.Next(63)) };
            case 1: return entry with { Index = entry.Index ^ (1 << random.Next(31)) };
            case 2: return entry with { Time = entry.Time ^ (1L << random.Next(63)) };
            case 3: return entry with { Age = entry.Age ^ (1L << random.Next(63)) };
            case 4: return entry with { Kind = entry.Kind ^ (LedgerEntryKind)(1 << random.Next(8)) };
            case 5:
                hash[random.Next(hash.Length)] ^= (byte)(1 << random.Next(8));
                return entry with { Hash = hash };
            default:
                body[random.Next(body.Length)] ^= (byte)(1 << random.Next(8));
                return entry with { Body = body };
        }
    }
}
