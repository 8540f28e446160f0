using GbGateway.Drills.Ledger;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Verification;

namespace GbGateway.Tests.Ledger.Verification;

/// <summary>T17: tampering is found and named.</summary>
public sealed class LedgerVerificationTests
{
    [Fact]
    public async Task Every_mutation_is_found_at_its_place()
    {
        var (mistake, byKind) = await MutationDrill.RunAsync(400, seed: 7); // "ledger-mutations 10000" is the long run
        Assert.Null(mistake);
        Assert.Equal(LedgerMutations.All.Count, byKind.Count);
    }

    [Theory]
    [InlineData(LedgerHashAlgorithm.Sha256)]
    [InlineData(LedgerHashAlgorithm.Sm3)]
    public async Task A_sound_ledger_verifies_with_either_hash(LedgerHashAlgorithm algorithm)
    {
        var entries = LedgerSamples.Chain("c", items: 60, segmentEntries: 40, algorithm: algorithm);
        var verdict = await VerifyAsync("c", entries);
        Assert.Null(verdict.Fault);
        Assert.Equal((entries.Count, 1, entries.Count, entries.Count), (verdict.Entries, verdict.FirstSequence, verdict.LastSequence, verdict.LastSigned));
    }

    [Fact]
    public async Task Entries_of_another_chain_do_not_fit() =>
        Assert.Equal(1, (await VerifyAsync("other", LedgerSamples.Chain("c", items: 3))).Fault!.Sequence);

    [Fact]
    public async Task What_no_checkpoint_covers_yet_is_counted()
    {
        var entries = LedgerSamples.Chain("c", items: 60);
        var verdict = await VerifyAsync("c", entries[..^1]);
        Assert.Null(verdict.Fault);
        Assert.Equal(verdict.LastSequence - verdict.LastSigned, verdict.Unsigned);
        Assert.True(verdict.Unsigned > 0);
    }

    [Fact]
    public async Task An_exported_checkpoint_that_no_trusted_key_signed_is_named()
    {
        var entries = LedgerSamples.Chain("c", items: 5);
        var anchor = LedgerCheckpoint.TryRead(entries[^1].Body.Span)!;
        Assert.Null((await VerifyAsync("c", entries, anchor)).Fault);
        Assert.NotNull((await VerifyAsync("c", entries, anchor with { Sequence = anchor.Sequence - 1 })).Fault);
    }

    [Fact]
    public async Task An_empty_ledger_is_sound_unless_a_checkpoint_is_known()
    {
        Assert.Null((await VerifyAsync("c", [])).Fault);
        var anchor = LedgerCheckpoint.TryRead(LedgerSamples.Chain("c", items: 5)[^1].Body.Span)!;
        Assert.Equal(1, (await VerifyAsync("c", [], anchor)).Fault!.Sequence);
    }

    private static Task<LedgerVerdict> VerifyAsync(string chain, List<LedgerEntry> entries, params LedgerCheckpoint?[] anchors) =>
        new LedgerVerification(chain, LedgerSamples.Keys).VerifyAsync(LedgerSamples.ToAsync(entries), anchors, null, default);
}
