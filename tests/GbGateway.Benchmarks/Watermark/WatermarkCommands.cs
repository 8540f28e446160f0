using System.Globalization;
using GbGateway.Benchmarks.Watermark.Attacks;
using GbGateway.Labels.Watermark;

namespace GbGateway.Benchmarks.Watermark;

/// <summary>
/// The watermark's long measurements: <c>dotnet run -c Release --project tests/GbGateway.Benchmarks -- watermark COMMAND</c>.
/// </summary>
internal static class WatermarkCommands
{
    public static int Run(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        NetVips.NetVips.Concurrency = 1;
        var number = args.Length > 1 && int.TryParse(args[1], out var given) ? given : 0;
        switch (args.FirstOrDefault())
        {
            case "attacks":
                return AttackCommand.Run(Named(AttackList.Core, args), number > 0 ? number : 100, WatermarkStrength.Standard);
            case "extra":
                return AttackCommand.Run(Named(AttackList.Extra, args), number > 0 ? number : 100, WatermarkStrength.Standard);
            case "bench":
                return BenchCommand.Run();
            case "files":
                return FilesCommand.Run(args[1..]);
            case "h0":
                return HypothesisCommand.Run(number > 0 ? number : 10_000, 24);
            case "jpeg":
                return JpegCommand.Run(number > 0 ? number : 6);
            case "mark" when args.Length > 1:
                return MarkCommand.Run(args[1], 24);
            default:
                Console.Error.WriteLine("watermark attacks|extra [pictures a set [attack …]] | jpeg [pictures a set] | bench | files [FILE …] | h0 [trials] | mark FOLDER");
                return 2;
        }
    }

    private static Attack[] Named(IReadOnlyList<Attack> attacks, string[] args) =>
        [.. attacks.Where(attack => args.Length < 3 || args[2..].Contains(attack.Name))];
}
