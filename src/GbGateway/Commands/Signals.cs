using System.Runtime.InteropServices;

namespace GbGateway.Commands;

/// <summary>SIGTERM and SIGINT: the first asks to stop, the second to stop at once.</summary>
public sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _stopAtOnce = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Listens to the signals.</summary>
    public Signals() => _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGTERM, On), PosixSignalRegistration.Create(PosixSignal.SIGINT, On)];

    /// <summary>Fires with the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Fires with the second.</summary>
    public CancellationToken StopAtOnce => _stopAtOnce.Token;

    /// <summary>Waits for the first signal.</summary>
    public Task WaitAsync() => Task.Delay(Timeout.InfiniteTimeSpan, Stop).ContinueWith(static _ => { }, TaskScheduler.Default);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
        _stop.Dispose();
        _stopAtOnce.Dispose();
    }

    private void On(PosixSignalContext context)
    {
        context.Cancel = true;
        (_stop.IsCancellationRequested ? _stopAtOnce : _stop).Cancel();
    }
}
