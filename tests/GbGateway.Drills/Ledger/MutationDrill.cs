using System.Globalization;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Signing;
using GbGateway.Ledger.Verification;
using GbGateway.Ledger.Writing;

namespace GbGateway.Drills.Ledger;

/// <summary>Changes a sound ledger in every way T17 names and looks whether verification finds it, and at which entry.</summary>
public static class MutationDrill
{
    private const string Chain = "mutations";

    public static async Task<int> RunCommandAsync(int count)
    {
        var (mistake, byKind) = await RunAsync(count, seed: 1);
        foreach (var (kind, found) in byKind)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind,-20} {found,7} found"));
        }
        Console.WriteLine(mistake ?? $"all {count} found");
        return mistake is null ? 0 : 1;
    }

    /// <returns>What was not found, or null; and how many of each kind were.</returns>
    public static async Task<(string? Mistake, SortedDictionary<string, int> ByKind)> RunAsync(int count, int seed)
    {
        var random = new Random(seed);
        SigningKey key = EcdsaSigningKey.Generate(), foreign = EcdsaSigningKey.Generate();
        var verification = new LedgerVerification(Chain, new KeyRing([key.PublicKey]));
        var sound = Build(key, items: 150);
        var anchor = LedgerCheckpoint.TryRead(sound[^1].Body.Span)!;
        var byKind = new SortedDictionary<string, int>();
        if ((await VerifyAsync(sound)).Fault is { } early)
        {
            return ($"the sound ledger does not verify: {early.Reason}", byKind);
        }
        for (var i = 0; i < count; i++)
        {
            var mutation = LedgerMutations.All[random.Next(LedgerMutations.All.Count)];
            var changed = new List<LedgerEntry>(sound);
            var (earliest, latest) = mutation.Change(changed, random, foreign);
            var verdict = await VerifyAsync(changed);
            if (verdict.Fault is not { } fault)
            {
                return ($"mutation {i} ({mutation.Name}, seed {seed}) was not found", byKind);
            }
            if (fault.Sequence < earliest || fault.Sequence > latest)
            {
                return ($"mutation {i} ({mutation.Name}, seed {seed}) was found at {fault.Sequence}, not from {earliest} to {latest}: {fault.Reason}", byKind);
            }
            byKind[mutation.Name] = byKind.GetValueOrDefault(mutation.Name) + 1;
        }
        return (null, byKind);

        Task<LedgerVerdict> VerifyAsync(List<LedgerEntry> entries) => verification.VerifyAsync(ToAsync(entries), [anchor], null, default);
    }

    private static List<LedgerEntry> Build(SigningKey key, int items)
    {
        var builder = new ChainBuilder(Chain, new LedgerWriterOptions { SpoolPath = "", SegmentEntries = 60 }, key, TimeProvider.System);
        var entries = new List<LedgerEntry>();
        for (var i = 0; i < items; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"01MUTATION{i:D8}");
            entries.Add(builder.Add(LedgerEntryKind.Open, new LedgerOpening { ProduceID = id, Tenant = "t" + i % 4, Route = "chat", Model = "m" }.Encode(), builder.Now));
            entries.Add(builder.Add(LedgerEntryKind.Seal, new LedgerSealing { ProduceID = id, Outcome = ItemOutcome.Completed, ContentHash = new byte[32], BytesSent = i + 1 }.Encode(), builder.Now));
            if (builder.Unchecked >= 20 || i == items - 1)
            {
                entries.Add(builder.AddCheckpoint());
            }
        }
        return entries;
    }

    private static async IAsyncEnumerable<LedgerEntry> ToAsync(List<LedgerEntry> entries)
    {
        foreach (var entry in entries)
        {
            yield return entry;
        }
        await Task.CompletedTask;
    }
}
