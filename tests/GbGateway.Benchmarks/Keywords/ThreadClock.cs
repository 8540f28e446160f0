using System.Runtime.InteropServices;

namespace GbGateway.Benchmarks.Keywords;

/// <summary>CPU time of this thread: neighbours on the machine cost cache, but not time.</summary>
internal static class ThreadClock
{
    private const int ThreadCpuTime = 3;

    internal static double Seconds
    {
        get
        {
            _ = clock_gettime(ThreadCpuTime, out Timespec time);
            return time.Seconds + time.Nanoseconds * 1e-9;
        }
    }

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        internal long Seconds;
        internal long Nanoseconds;
    }
}
