using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace GbGateway.Load.Client;

/// <summary>
/// Requests that fall due at a constant rate, whatever the answers do (open loop). A request that finds every connection busy waits here, and the
/// wait is part of its latency: no omission is coordinated.
/// </summary>
public sealed partial class Arrivals(double perSecond)
{
    private readonly Channel<long> _due = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleWriter = true });

    /// <summary>The next request's due time; waits for it.</summary>
    public ValueTask<bool> WaitAsync() => _due.Reader.WaitToReadAsync();

    /// <summary>Takes a request that is due.</summary>
    public bool TryTake(out long due) => _due.Reader.TryRead(out due);

    /// <summary>Lets requests fall due from <paramref name="start"/> to <paramref name="end"/>, on a thread of its own.</summary>
    public void Begin(long start, long end) => new Thread(() => Run(start, end)) { IsBackground = true }.Start();

    private void Run(long start, long end)
    {
        for (long i = 0; ; i++)
        {
            var due = start + (long)(i * Stopwatch.Frequency / perSecond);
            if (due >= end)
            {
                break;
            }
            // The kernel's clock wakes within some 50 µs: neither spinning, which would take the upstream's core, nor whole milliseconds.
            while (due - Stopwatch.GetTimestamp() is var wait and > 20_000)
            {
                Nanosleep(new TimeSpec(wait / 1_000_000_000, wait % 1_000_000_000), 0);
            }
            _due.Writer.TryWrite(due);
        }
        _due.Writer.Complete();
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Nanosleep(in TimeSpec request, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec(long seconds, long nanoseconds)
    {
        public readonly long Seconds = seconds;
        public readonly long Nanoseconds = nanoseconds;
    }
}
