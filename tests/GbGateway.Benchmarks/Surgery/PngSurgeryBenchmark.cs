using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using GbGateway.Labels;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media;
using GbGateway.Labels.Media.Png.Surgery;
using NetVips;

namespace GbGateway.Benchmarks.Surgery;

/// <summary>
/// CPU time of labelling a PNG by surgery, against a copy of the file and against decode-blend-encode by libvips, in one run.
/// <c>-- surgery png [max size, default 4096] [filter] [--sharp] [--only]</c>; <c>--sharp</c> needs Node with the package <c>sharp</c> in
/// <c>NODE_PATH</c>, <c>--only</c> leaves the peers out.
/// </summary>
internal static class PngSurgeryBenchmark
{
    public static void Run(string[] args)
    {
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        var max = args.Length > 0 && int.TryParse(args[0], out var size) ? size : 4096;
        var filter = args.Skip(1).FirstOrDefault(static a => a[0] != '-') ?? "";
        using var sharp = args.Contains("--sharp") ? new PngSharpPeer() : null;
        Console.WriteLine("file\tKB\tsurgery ms\tmin\tdiscarded ms\tpushed ms\tcopy ms\tx copy\tvips ms\tx vips\tsharp ms\tx sharp\tgrowth B\tgrowth %\talloc B\tbottom right ms");
        foreach (var (name, file) in PngInputs.All(max).Where(i => i.Name.Contains(filter, StringComparison.Ordinal)))
        {
            Measure(name, file, sharp, args.Contains("--only"));
        }
    }

    private static void Measure(string name, byte[] file, PngSharpPeer? sharp, bool only)
    {
        var (width, height) = (ReadSide(file, 16), ReadSide(file, 20));
        var (stamp, margin, _) = PlacedStamp.For("AI生成", LabelPosition.TopLeft, new MediaFacts(width, height));
        var output = new ArrayBufferWriter<byte>(file.Length + file.Length / 8 + 65536);
        var discard = new DiscardingWriter();
        string reason = "";
        bool Stamp(int x, int y)
        {
            output.ResetWrittenCount();
            return PngSurgery.TryStamp(file, stamp, x, y, [], PngDrops.None, output, out reason);
        }
        if (!Stamp(margin, margin))
        {
            Console.WriteLine($"{name}\t{file.Length / 1024}\trefused: {reason}");
            return;
        }
        var growth = output.WrittenCount - file.Length;
        var (surgery, least, allocated) = Time(() => Stamp(margin, margin));
        var (pieces, _, _) = Time(() => PngSurgery.TryStamp(file, stamp, margin, margin, [], PngDrops.None, discard, out _));
        var (pushed, _, _) = Time(() => Push(file, stamp, margin, discard));
        var target = new byte[file.Length];
        var (copy, _, _) = Time(() => file.CopyTo(target, 0));
        var row = FormattableString.Invariant($"{name}\t{file.Length / 1024}\t{surgery:F3}\t{least:F3}\t{pieces:F3}\t{pushed:F3}\t{copy:F4}\t{surgery / copy:F0}");
        if (only)
        {
            Console.WriteLine(row + FormattableString.Invariant($"\tgrowth {growth} B {100.0 * growth / file.Length:F2} %\talloc {allocated}"));
            return;
        }
        var (vips, _, _) = Time(() => Transcode(file, stamp, margin), budget: 400, least: 3);
        var (bottom, _, _) = Time(() => Stamp(width - margin - stamp.Width, height - margin - stamp.Height), budget: 200, least: 5);
        var peer = sharp?.Measure(file, stamp, margin);
        Console.WriteLine(row + string.Create(
            CultureInfo.InvariantCulture,
            $"\t{vips:F1}\t{vips / surgery:F0}\t{peer:F1}\t{peer / surgery:F0}\t{growth}\t{100.0 * growth / file.Length:F2}\t{allocated}\t{bottom:F2}"));
    }

    private static int ReadSide(byte[] file, int at) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));

    /// <summary>The same by the resumable writer, in pieces of 16 KiB.</summary>
    private static void Push(byte[] file, Stamp stamp, int margin, DiscardingWriter output)
    {
        using var surgeon = new PngSurgeon();
        for (var at = 0; at < file.Length; at += 1 << 14)
        {
            if (surgeon.Push(file.AsSpan(at, Math.Min(1 << 14, file.Length - at)), output) == PngStep.NeedsOrder)
            {
                surgeon.Order(stamp, margin, margin, default, PngDrops.None, output);
            }
        }
        if (!surgeon.IsWhole)
        {
            throw new InvalidOperationException(surgeon.Reason);
        }
    }

    /// <summary>CPU ms a call after warming up, the least wall time of one, and bytes allocated a call.</summary>
    private static (double Cpu, double Least, long Allocated) Time(Action work, int budget = 700, int least = 20)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Math.Min(least, 50) || (clock.ElapsedMilliseconds < budget && i < 2000); i++)
        {
            work();
        }
        var calls = 0;
        var shortest = double.MaxValue;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var cpu = Environment.CpuUsage.TotalTime;
        clock.Restart();
        while (calls < least || clock.ElapsedMilliseconds < budget)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            shortest = Math.Min(shortest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            calls++;
        }
        var spent = (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / calls;
        return (spent, shortest, (GC.GetAllocatedBytesForCurrentThread() - allocated) / calls);
    }

    private static void Transcode(byte[] file, Stamp stamp, int margin)
    {
        using var picture = Image.NewFromBuffer(file, access: Enums.Access.Sequential);
        using var overlay = Overlay(stamp);
        using var blended = picture.Composite2(overlay, Enums.BlendMode.Over, x: margin, y: margin, premultiplied: true);
        using var flat = picture.HasAlpha() ? blended.Copy() : blended.ExtractBand(0, n: 3);
        _ = flat.PngsaveBuffer(compression: 6, filter: Enums.ForeignPngFilter.All);
    }

    private static Image Overlay(Stamp stamp)
    {
        var rgba = new byte[stamp.Width * stamp.Height * 4];
        for (var i = 0; i < stamp.Alpha.Length; i++)
        {
            rgba.AsSpan(i * 4, 3).Fill(stamp.Ink[i]);
            rgba[i * 4 + 3] = stamp.Alpha[i];
        }
        return Image.NewFromMemory(rgba, stamp.Width, stamp.Height, 4, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }
}
