using GbGateway.Ledger.Sinks;

namespace GbGateway.Tests.Ledger.Sinks;

public sealed class JsonLinesLedgerSinkTests : LedgerSinkContract
{
    protected override LedgerSink Create(string chain) => LedgerSinks.Find("jsonl")!.Create(new LedgerSinkSettings(chain, Directory.File("ledger")));

    [Fact]
    public async Task A_line_torn_by_a_power_cut_is_cut_off_at_every_length_and_the_rest_stays()
    {
        var entries = LedgerSamples.Chain(Chain, items: 3);
        await using (var sink = Create(Chain))
        {
            await sink.OpenAsync(default);
            await sink.AppendAsync(entries, default);
        }
        var path = System.IO.Directory.GetFiles(Directory.File("ledger"), "segment-*.jsonl").Single();
        var whole = await File.ReadAllBytesAsync(path);
        var lastLine = whole.AsSpan(0, whole.Length - 1).LastIndexOf((byte)'\n') + 1;
        for (var length = lastLine; length < whole.Length; length += 7)
        {
            await File.WriteAllBytesAsync(path, whole[..length]);
            await using var sink = Create(Chain);
            Assert.Equal(entries[^2].Sequence, (await sink.OpenAsync(default))!.Sequence);
            await sink.AppendAsync([entries[^1]], default);
            Assert.Equal(whole, await File.ReadAllBytesAsync(path));
        }
    }

    [Fact]
    public async Task A_changed_byte_anywhere_in_a_line_is_noticed_even_where_no_hash_reaches()
    {
        var entries = LedgerSamples.Chain(Chain, items: 2);
        await using var sink = Create(Chain);
        await sink.OpenAsync(default);
        await sink.AppendAsync(entries, default);
        var path = System.IO.Directory.GetFiles(Directory.File("ledger"), "segment-*.jsonl").Single();
        await sink.CloseAsync();
        var text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, text.Replace("\"tenant\":\"tenant-1\"", "\"tenant\":\"tenant-2\""));
        var corrupt = await Assert.ThrowsAsync<LedgerCorruptException>(async () => await LedgerSamples.ToListAsync(sink.ReadAsync(1, default)));
        Assert.Equal(3, corrupt.Sequence);
    }
}
