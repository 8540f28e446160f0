using System.Text;
using System.Text.Json;
using GbGateway.Ledger.Queries;
using GbGateway.Ledger.Records;

namespace GbGateway.Tests.Ledger.Queries;

public sealed class LedgerExportTests
{
    [Fact]
    public async Task Json_lines_hold_every_entry_readable_and_whole()
    {
        var entries = LedgerSamples.Chain("c", items: 30);
        using var output = new MemoryStream();
        Assert.Equal(entries.Count, await LedgerExport.WriteJsonLinesAsync(LedgerSamples.ToAsync(entries), output, null, default));
        var lines = Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n');
        Assert.Equal(entries.Count, lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            var again = EntryJson.TryReadLine(Encoding.UTF8.GetBytes(lines[i]))!;
            Assert.Equal(EntryCodec.ToArray(entries[i]), EntryCodec.ToArray(again));
        }
        using var first = JsonDocument.Parse(lines[0]);
        Assert.Equal(LedgerSamples.ProduceID(0), first.RootElement.GetProperty("produceID").GetString());
        Assert.Equal("（内容由AI生成）", first.RootElement.GetProperty("wording").GetString());
    }

    [Fact]
    public async Task Csv_quotes_what_needs_it_and_defuses_formulas()
    {
        var sample = LedgerSamples.Chain("c", items: 1)[0];
        var opening = LedgerSamples.Opening(1) with { Tenant = "=cmd|'/C calc'!A0", Model = "a,\"b\"\nc" };
        using var output = new MemoryStream();
        await LedgerExport.WriteCsvAsync(LedgerSamples.ToAsync([sample with { Body = opening.Encode() }]), output, null, default);
        var text = Encoding.UTF8.GetString(output.ToArray());
        Assert.StartsWith("\uFEFFsequence,time,kind,produceID,tenant,", text, StringComparison.Ordinal);
        Assert.Contains(",'=cmd|'/C calc'!A0,", text, StringComparison.Ordinal);
        Assert.Contains("\"a,\"\"b\"\"\nc\"", text, StringComparison.Ordinal);
        var header = text.Split("\r\n")[0];
        Assert.Equal(header.Count(static c => c == ','), header.Split(',').Length - 1);
    }
}
