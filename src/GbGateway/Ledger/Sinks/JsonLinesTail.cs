using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using GbGateway.Ledger.Queries;
using GbGateway.Ledger.Records;

namespace GbGateway.Ledger.Sinks;

/// <summary>Reads the lines and the end of a file of JSON lines, in bounded memory.</summary>
internal static class JsonLinesTail
{
    /// <summary>Longest line: an entry's body is far below; more is no line of ours.</summary>
    private const int LongestLine = 1 << 20;

    /// <summary>The last whole line's entry (null if there is none, or it can't be read) and the length of all whole lines.</summary>
    public static (LedgerEntry? Entry, long Length) Read(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var length = RandomAccess.GetLength(file);
        var tail = new byte[(int)Math.Min(length, 2 * LongestLine)];
        var start = length - tail.Length;
        RandomAccess.Read(file, tail, start);
        var end = tail.AsSpan().LastIndexOf((byte)'\n');
        if (end < 0)
        {
            return (null, start == 0 ? 0 : length);
        }
        var before = tail.AsSpan(0, end).LastIndexOf((byte)'\n');
        return (EntryJson.TryReadLine(tail.AsSpan(before + 1, end - before - 1)), start + end + 1);
    }

    public static void Cut(string path, long length)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        if (RandomAccess.GetLength(file) > length)
        {
            RandomAccess.SetLength(file, length);
            RandomAccess.FlushToDisk(file);
        }
    }

    /// <summary>Every line without its end; a last line that has none is given too, for the reader to judge.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = PipeReader.Create(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), new StreamPipeReaderOptions(bufferSize: 64 << 10));
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellation).ConfigureAwait(false);
                var rest = read.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    yield return rest.Slice(0, end).ToArray();
                    rest = rest.Slice(rest.GetPosition(1, end));
                }
                if (read.IsCompleted || rest.Length > LongestLine)
                {
                    if (!rest.IsEmpty)
                    {
                        yield return rest.Slice(0, Math.Min(rest.Length, LongestLine)).ToArray();
                    }
                    yield break;
                }
                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }
}
