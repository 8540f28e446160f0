using BenchmarkDotNet.Running;
using GbGateway.Benchmarks.Keywords;

if (args is ["keywords", .. string[] rest])
{
    return KeywordBenchmark.Run(rest);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
