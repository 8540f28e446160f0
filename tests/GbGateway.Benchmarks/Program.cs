using GbGateway.Benchmarks.Watermark;

// `watermark …` runs the attack suite and its measurements; anything else goes to BenchmarkDotNet.
if (args is ["watermark", .. var rest])
{
    return WatermarkCommands.Run(rest);
}
BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
