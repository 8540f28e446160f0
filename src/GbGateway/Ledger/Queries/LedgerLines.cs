using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Buffers;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Sinks;

namespace GbGateway.Ledger.Queries;

/// <summary>Reads what <see cref="LedgerExport.WriteJsonLinesAsync"/> wrote, in constant memory.</summary>
public static class LedgerLines
{
    private const int LongestLine = 4 << 20;

    /// <summary>Reads the entries of a file.</summary>
    /// <exception cref="LedgerCorruptException">A line is not exactly what was written.</exception>
    public static async IAsyncEnumerable<LedgerEntry> ReadAsync(FileInfo file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = file.OpenRead();
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 << 10));
        long last = 0;
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var entry = EntryJson.TryReadLine(rest.Slice(0, end).ToArray()) ?? throw new LedgerCorruptException(last + 1, $"the line behind record {last} is not what was exported");
                last = entry.Sequence;
                yield return entry;
                rest = rest.Slice(rest.GetPosition(1, end));
            }
            if (read.IsCompleted || rest.Length > LongestLine)
            {
                if (!rest.IsEmpty)
                {
                    throw new LedgerCorruptException(last + 1, $"the file ends within a line behind record {last}");
                }
                yield break;
            }
            reader.AdvanceTo(rest.Start, rest.End);
        }
    }
}
