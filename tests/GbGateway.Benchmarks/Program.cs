using GbGateway.Benchmarks.Surgery;

switch (args)
{
    case ["surgery", "jpeg", .. var rest]:
        JpegSurgeryBenchmark.Run(rest);
        break;
    default:
        BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
