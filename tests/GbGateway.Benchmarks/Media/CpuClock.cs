using System.Diagnostics;

namespace GbGateway.Benchmarks.Media;

/// <summary>CPU time of repeated work in this process, after warming up: wall time on a shared machine says little.</summary>
internal static class CpuClock
{
    /// <summary>CPU ms and managed bytes a call, the better of two rounds.</summary>
    public static (double Cpu, long Allocated) Time(Action work, int budgetMs, int leastCalls)
    {
        // Long enough for the run-time to optimise, in the background, what is called often.
        Round(work, 4 * budgetMs, 1);
        var first = Round(work, budgetMs, leastCalls);
        var second = Round(work, budgetMs, leastCalls);
        return first.Cpu < second.Cpu ? first : second;
    }

    private static (double Cpu, long Allocated) Round(Action work, int budgetMs, int leastCalls)
    {
        using var self = Process.GetCurrentProcess();
        var (cpu, bytes, clock, calls) = (self.TotalProcessorTime, GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew(), 0);
        while (calls < leastCalls || clock.ElapsedMilliseconds < budgetMs)
        {
            work();
            calls++;
        }
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        self.Refresh();
        return ((self.TotalProcessorTime - cpu).TotalMilliseconds / calls, bytes / calls);
    }
}
