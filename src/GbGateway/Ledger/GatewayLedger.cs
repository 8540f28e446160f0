using GbGateway.Ledger.Records;
using GbGateway.Ledger.Sinks;
using GbGateway.Ledger.Writing;

namespace GbGateway.Ledger;

/// <summary>The running gateway's ledger: opened at the start, closed when the last answer has ended; once a day it deletes what was kept long enough.</summary>
public sealed class GatewayLedger(LedgerSettings settings, TimeProvider time, ILogger log, Func<LedgerSink>? makeSink = null) : IAsyncDisposable
{
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromHours(24);

    private readonly CancellationTokenSource _stopping = new();
    private LedgerSink? _sink;
    private Task _purging = Task.CompletedTask;

    /// <summary>What the ledger counts.</summary>
    public LedgerFigures Figures { get; } = new();

    /// <summary>The writer; null before the start.</summary>
    public LedgerWriter? Writer { get; private set; }

    /// <summary>The settings.</summary>
    public LedgerSettings Settings => settings;

    /// <summary>Whether records are refused: then answers that need one are not asked for.</summary>
    public bool IsRefusing => Writer is not { IsRefusing: false };

    /// <summary>Opens folder, key, sink and writer. A database that is down is no failure: see <see cref="IsRefusing"/>.</summary>
    /// <exception cref="IOException">The folder can't be written, or another gateway writes there.</exception>
    /// <exception cref="InvalidOperationException">The key can't be used.</exception>
    public async Task StartAsync()
    {
        LedgerFolder.Open(settings.Folder);
        var key = LedgerFolder.OpenKey(settings);
        _sink = makeSink?.Invoke() ?? settings.CreateSink();
        try
        {
            Writer = await LedgerWriter.StartAsync(_sink, settings.WriterOptions, key, time, log, Figures);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the ledger's spool in {Path.GetFullPath(settings.Folder)} can't be opened; if another gateway writes there, give this one a GbGateway:Ledger:Folder of its own", e);
        }
        Log.Opened(log, settings.Sink, settings.Chain, Path.GetFullPath(settings.Folder), key.PublicKey.KeyID, Writer.State);
        if (settings.RetentionDays is { } days)
        {
            _purging = PurgeAsync(new LedgerRetention(Writer, _sink, key, time), TimeSpan.FromDays(days));
        }
    }

    /// <summary>Records that an item is about to leave. The answer is awaited, once.</summary>
    public ValueTask<LedgerAck> OpenAsync(LedgerOpening opening) =>
        Writer?.OpenAsync(opening) ?? ValueTask.FromResult(LedgerAck.Refused("the ledger is not open"));

    /// <summary>Records that an item is about to leave, and nobody waits for that; false if no records are taken.</summary>
    public bool TryOpen(LedgerOpening opening) => Writer?.TryOpen(opening) ?? false;

    /// <summary>Records how an item ended.</summary>
    public void Seal(LedgerSealing sealing) => Writer?.Seal(sealing);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _purging;
        if (Writer is { } writer)
        {
            await writer.DisposeAsync();
        }
        if (_sink is { } sink)
        {
            await sink.DisposeAsync();
        }
    }

    private async Task PurgeAsync(LedgerRetention retention, TimeSpan keep)
    {
        using var timer = new PeriodicTimer(PurgeInterval, time);
        do
        {
            try
            {
                if (await Task.Run(() => retention.PurgeAsync(keep, null, _stopping.Token)) is { } tombstone)
                {
                    Log.Purged(log, tombstone.LastSegment, tombstone.LastSequence);
                }
            }
            catch (Exception e) when (e is LedgerSinkException or LedgerCorruptException or IOException or OperationCanceledException or System.Data.Common.DbException)
            {
                if (!_stopping.IsCancellationRequested)
                {
                    Log.NotPurged(log, e.Message);
                }
            }
        }
        while (await WaitAsync(timer));
    }

    private async Task<bool> WaitAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
