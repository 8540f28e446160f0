using System.Diagnostics;
using System.Text;
using GbGateway.Labels;
using GbGateway.Labels.Integrity;
using GbGateway.Labels.Text;
using GbGateway.Labels.Verification;

namespace GbGateway.Benchmarks.Labels;

/// <summary>What single steps of labelling and verifying cost, in microseconds of this process's processor time.</summary>
internal static class LabelCost
{
    private static readonly AigcMetadata Label = AigcMetadata.ByProducer("001191110102MACQD9K64018705", "01J0000000000000000000000A");

    public static int Run()
    {
        var key = Sm2PrivateKey.Generate();
        var signed = LabelSignature.Sign(Label, key);
        var verifier = new LabelSignatureVerifier([key.PublicKey]);
        var text = new ExplicitTextLabel(ExplicitTextLabel.DefaultWording, TextLabelPlacement.End);
        var plain = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("这是一段普通的回答，没有任何标识，只讲别的事情。", 40)));
        var notice = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("这是一段普通的回答。", 40)) + "\\n\\n本回答由AI生成，仅供参考");
        var markdown = Encoding.UTF8.GetBytes($"---\nAIGC: {Label.ToInnerJson()}\n---\n" + string.Concat(Enumerable.Repeat("一行正文，讲别的事。\n", 500)));
        Measure("sign a label (SM3withSM2)", 400, () => LabelSignature.Sign(Label, key));
        Measure("verify a signature, key pinned", 400, () => verifier.Verify(signed));
        Measure("write a label without signing", 100_000, () => Label.ToInnerJson());
        Measure("look for a label at both ends of a text without one", 100_000, () => text.StandsIn(plain));
        Measure("the same where an upstream's notice stands", 20_000, () => text.StandsIn(notice));
        Measure($"verify a Markdown file of {markdown.Length} bytes", 300, () => LabelVerifier.Unpinned.Verify(markdown, "a.md"));
        return 0;
    }

    private static void Measure<T>(string what, int times, Func<T> step)
    {
        for (var i = 0; i < times / 10; i++)
        {
            step();
        }
        var best = double.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            for (var i = 0; i < times; i++)
            {
                step();
            }
            best = Math.Min(best, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMicroseconds / times);
        }
        Console.WriteLine($"{what,-60} {best,10:F2} µs");
    }
}
