using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using GbGateway.Ledger.Queries;
using GbGateway.Ledger.Records;
using Microsoft.Win32.SafeHandles;

namespace GbGateway.Ledger.Sinks;

/// <summary>A directory of JSON-lines files, one for each segment; every group is written and flushed to the disk as one.</summary>
public sealed class JsonLinesLedgerSink(LedgerSinkSettings settings) : LedgerSink
{
    private readonly ArrayBufferWriter<byte> _buffer = new(64 << 10);
    private WriterLock? _lock;
    private SafeFileHandle? _file;
    private long _segment;
    private long _length;

    /// <inheritdoc/>
    public override string Chain => settings.Chain;

    /// <inheritdoc/>
    public override async ValueTask<LedgerEntry?> OpenAsync(CancellationToken cancellation)
    {
        await CloseAsync().ConfigureAwait(false);
        try
        {
            Directory.CreateDirectory(settings.Target);
            _lock = WriterLock.Take(Path.Combine(settings.Target, "writer.lock"));
            LedgerEntry? last = null;
            foreach (var path in Files().Reverse())
            {
                var (entry, length) = JsonLinesTail.Read(path);
                JsonLinesTail.Cut(path, length); // a line without its end was never acknowledged
                if (entry is not null)
                {
                    last = entry;
                    break;
                }
            }
            return last;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await CloseAsync().ConfigureAwait(false);
            throw new LedgerSinkException($"the directory {settings.Target} can't be opened: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public override ValueTask AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellation)
    {
        if (_lock is null)
        {
            throw new LedgerSinkException("the sink is not open");
        }
        try
        {
            foreach (var entry in entries)
            {
                if (entry.Segment != _segment || _file is null)
                {
                    Flush();
                    Open(entry.Segment);
                }
                EntryJson.WriteLine(entry, _buffer);
            }
            Flush();
            return ValueTask.CompletedTask;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Cut();
            throw new LedgerSinkException($"the directory {settings.Target} took no entries: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public override ValueTask CloseAsync()
    {
        _buffer.ResetWrittenCount();
        _file?.Dispose();
        _lock?.Dispose();
        (_file, _lock) = (null, null);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<LedgerEntry> ReadAsync(long fromSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long last = 0;
        foreach (var path in Files())
        {
            await foreach (var line in JsonLinesTail.LinesAsync(path, cancellation).ConfigureAwait(false))
            {
                var entry = EntryJson.TryReadLine(line.Span)
                    ?? throw new LedgerCorruptException(last + 1, $"a line of {Path.GetFileName(path)} is not what was written");
                last = entry.Sequence;
                if (entry.Sequence >= fromSequence)
                {
                    yield return entry;
                }
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteThroughAsync(long lastSequence, CancellationToken cancellation)
    {
        try
        {
            if (Files() is not [var oldest, ..] || JsonLinesTail.Read(oldest).Entry is not { } last || last.Sequence > lastSequence)
            {
                return ValueTask.FromResult(false);
            }
            File.Delete(oldest);
            return ValueTask.FromResult(true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerSinkException($"the directory {settings.Target} deleted nothing: {e.Message}", e);
        }
    }

    private string[] Files()
    {
        if (!Directory.Exists(settings.Target))
        {
            return [];
        }
        var files = Directory.GetFiles(settings.Target, "segment-*.jsonl");
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private void Open(long segment)
    {
        _file?.Dispose();
        var path = Path.Combine(settings.Target, string.Create(CultureInfo.InvariantCulture, $"segment-{segment:D12}.jsonl"));
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, FileOptions.WriteThrough);
        _segment = segment;
        _length = RandomAccess.GetLength(_file);
    }

    // What a failed write left in memory must not be taken for durable when the file is read again.
    private void Cut()
    {
        try
        {
            if (_file is not null)
            {
                RandomAccess.SetLength(_file, _length);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // then it stands there, refused, and the chain goes on behind it
        }
    }

    private void Flush()
    {
        if (_file is null || _buffer.WrittenCount == 0)
        {
            return;
        }
        // Written through: FlushToDisk does not tell of a flush that failed (EIO), a write does.
        RandomAccess.Write(_file, _buffer.WrittenSpan, _length);
        _length += _buffer.WrittenCount;
        _buffer.ResetWrittenCount();
    }
}
