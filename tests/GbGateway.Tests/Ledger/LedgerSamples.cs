using System.Security.Cryptography;
using System.Text;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Signing;
using GbGateway.Ledger.Writing;

namespace GbGateway.Tests.Ledger;

/// <summary>Records and chains that tests write.</summary>
internal static class LedgerSamples
{
    public static SigningKey Key { get; } = EcdsaSigningKey.Generate();

    public static KeyRing Keys { get; } = new([Key.PublicKey]);

    public static LedgerOpening Opening(int number) => new()
    {
        ProduceID = ProduceID(number),
        Tenant = "tenant-" + number % 3,
        Route = "chat",
        Profile = "openai-chat",
        Model = "model-x",
        ContentKind = "text",
        Format = "sse",
        Wording = "（内容由AI生成）",
        PolicyVersion = "v1",
        UpstreamHost = "upstream.example",
    };

    public static LedgerSealing Sealing(int number) => new()
    {
        ProduceID = ProduceID(number),
        Tenant = "tenant-" + number % 3,
        Outcome = ItemOutcome.Completed,
        ContentHash = ContentHash(number),
        BytesReceived = 1000 + number,
        BytesSent = 1100 + number,
        StatusCode = 200,
        Labels = [new("explicit", "labelled", "（内容由AI生成）", "end"), new("implicit", "labelled")],
        FilterRules = number % 5 == 0 ? ["A.1-a-17"] : [],
    };

    public static string ProduceID(int number) => $"01PRODUCE{number:D10}";

    public static byte[] ContentHash(int number) => SHA256.HashData(Encoding.UTF8.GetBytes("content " + number));

    public static LedgerWriterOptions Options(TemporaryDirectory directory) => new()
    {
        SpoolPath = directory.File("spool"),
        AnchorPath = directory.File("anchors"),
        RetryInterval = TimeSpan.FromMilliseconds(40),
        CheckpointInterval = TimeSpan.FromMilliseconds(40),
    };

    /// <summary>A chain of openings and sealings with a checkpoint every <paramref name="checkpointEvery"/> records, and one at the end.</summary>
    public static List<LedgerEntry> Chain(string chain, int items, int checkpointEvery = 50, int segmentEntries = 100_000, LedgerHashAlgorithm algorithm = LedgerHashAlgorithm.Sha256)
    {
        var builder = new ChainBuilder(chain, new LedgerWriterOptions { SpoolPath = "", SegmentEntries = segmentEntries, Algorithm = algorithm }, Key, TimeProvider.System);
        var entries = new List<LedgerEntry>();
        for (var i = 0; i < items; i++)
        {
            entries.Add(builder.Add(LedgerEntryKind.Open, Opening(i).Encode(), builder.Now));
            entries.Add(builder.Add(LedgerEntryKind.Seal, Sealing(i).Encode(), builder.Now));
            if (builder.Unchecked >= checkpointEvery || i == items - 1)
            {
                entries.Add(builder.AddCheckpoint());
            }
        }
        return entries;
    }

    public static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> source)
    {
        var list = new List<T>();
        await foreach (var item in source)
        {
            list.Add(item);
        }
        return list;
    }

    public static async IAsyncEnumerable<T> ToAsync<T>(IEnumerable<T> source)
    {
        foreach (var item in source)
        {
            yield return item;
        }
        await Task.CompletedTask;
    }
}
