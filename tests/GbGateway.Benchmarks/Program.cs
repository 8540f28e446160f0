using BenchmarkDotNet.Running;
using GbGateway.Benchmarks.Keywords;
using GbGateway.Benchmarks.Labels;
using GbGateway.Benchmarks.Ledger;
using GbGateway.Benchmarks.Media;
using GbGateway.Benchmarks.Surgery;
using GbGateway.Benchmarks.Watermark;

// Commands print ratios against a peer in the same run; anything else goes to BenchmarkDotNet.
switch (args)
{
    case ["surgery", "png", .. var rest]:
        PngSurgeryBenchmark.Run(rest);
        return 0;
    case ["surgery", "jpeg", .. var rest]:
        JpegSurgeryBenchmark.Run(rest);
        return 0;
    case ["media", "fuzz", .. var rest]:
        return MediaFuzz.Run(rest);
    case ["media", "stream", .. var rest]:
        return StreamingBenchmark.Run(rest);
    case ["media", .. var rest]:
        return MediaBenchmark.Run(rest);
    case ["watermark", .. var rest]:
        return WatermarkCommands.Run(rest);
    case ["labels"]:
        return LabelCost.Run();
    case ["keywords", .. var rest]:
        return KeywordBenchmark.Run(rest);
    case ["ledger", var sink, .. var target]: // sqlite | jsonl | postgresql CONNECTION
        return await LedgerThroughput.RunAsync(sink, target.Length > 0 ? target[0] : null);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(KeywordBenchmark).Assembly).Run(args);
        return 0;
}
