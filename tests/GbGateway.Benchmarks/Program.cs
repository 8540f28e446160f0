using GbGateway.Benchmarks.Surgery;

switch (args)
{
    case ["surgery", "png", .. var rest]:
        PngSurgeryBenchmark.Run(rest);
        break;
    default:
        BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
