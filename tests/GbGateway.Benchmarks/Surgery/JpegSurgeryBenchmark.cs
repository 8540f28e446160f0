using System.Buffers;
using System.Diagnostics;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Jpeg.Surgery;
using NetVips;

namespace GbGateway.Benchmarks.Surgery;

/// <summary>
/// CPU time of labelling a JPEG by surgery, against a copy of the file and against decode-blend-encode by libvips, in one run.
/// <c>-- surgery jpeg [max size, default 4096] [filter] [--sharp | --alone]</c>; <c>--sharp</c> needs Node with the package <c>sharp</c> in <c>NODE_PATH</c>.
/// </summary>
internal static class JpegSurgeryBenchmark
{
    private static bool _isAlone;

    public static void Run(string[] args)
    {
        _isAlone = args.Contains("--alone");
        // The first pictures of a process run unoptimised code; figures begin after them.
        WarmUp();
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        var max = args.Length > 0 && int.TryParse(args[0], out var size) ? size : 4096;
        var filter = args.Skip(1).FirstOrDefault(static a => a[0] != '-') ?? "";
        using var sharp = args.Contains("--sharp") ? new SharpPeer() : null;
        Console.WriteLine("file\tKB\tsurgery ms\tmin\tcopy ms\tvips ms\tsharp ms\tvips/surgery\tsharp/surgery\tgrowth %\tbytes allocated\tbottom right ms");
        foreach (var (name, file) in JpegInputs.All(max, filter))
        {
            Measure(name, file, sharp);
        }
    }

    private static void WarmUp()
    {
        var (output, stamp) = (new ArrayBufferWriter<byte>(1 << 20), MakeStamp(512));
        foreach (var (_, file) in JpegInputs.All(512, "").Take(5))
        {
            Time(() =>
            {
                output.ResetWrittenCount();
                JpegSurgery.TryStamp(file, stamp, 0, 0, [], output, out _);
            });
        }
    }

    private static void Measure(string name, byte[] file, SharpPeer? sharp)
    {
        var side = int.Parse(name.Split('_')[1]);
        var stamp = MakeStamp(side);
        var margin = side / 128;
        var output = new ArrayBufferWriter<byte>(file.Length + 65536);
        string? reason = null;
        bool Stamp(int x, int y)
        {
            output.ResetWrittenCount();
            return JpegSurgery.TryStamp(file, stamp, x, y, [], output, out reason);
        }
        if (!Stamp(margin, margin))
        {
            Console.WriteLine($"{name}\t{file.Length / 1024}\trefused: {reason}");
            return;
        }
        var room = SurgeryRoom.Rent();
        var note = name.EndsWith('p') && room.Progressive.WasWhole ? " (coded whole)" : "";
        SurgeryRoom.Return(room);
        var growth = 100.0 * (output.WrittenCount - file.Length) / file.Length;
        var (surgery, least, allocated) = Time(() => Stamp(margin, margin));
        var target = new byte[file.Length];
        var (copy, _, _) = Time(() => file.CopyTo(target, 0));
        var (vips, _, _) = _isAlone ? default : Time(() => Transcode(file, stamp, margin, name), budget: 400, least: 3);
        var corner = side - margin;
        var (bottom, _, _) = Time(() => Stamp(corner - stamp.Width, corner - stamp.Height), budget: 200);
        var peer = sharp?.Measure(file, stamp, margin, name.Contains("_444", StringComparison.Ordinal), name.EndsWith('p'));
        Console.WriteLine(
            $"{name}{note}\t{file.Length / 1024}\t{surgery:F3}\t{least:F3}\t{copy:F4}\t{vips:F1}\t{peer:F1}\t{vips / surgery:F0}\t{peer / surgery:F0}\t{growth:F2}\t{allocated}\t{bottom:F2}");
    }

    /// <summary>CPU ms a call after warming up, the least wall time of one, and bytes allocated a call.</summary>
    private static (double Cpu, double Least, long Allocated) Time(Action work, int budget = 500, int least = 20)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Math.Min(least, 50) || (clock.ElapsedMilliseconds < budget && i < 3000); i++)
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

    private static void Transcode(byte[] file, Stamp stamp, int margin, string name)
    {
        using var picture = Image.NewFromBuffer(file, access: Enums.Access.Sequential);
        using var overlay = Overlay(stamp);
        using var blended = picture.Composite2(overlay, Enums.BlendMode.Over, x: margin, y: margin, premultiplied: true);
        using var flat = blended.ExtractBand(0, n: 3);
        _ = flat.JpegsaveBuffer(
            q: 90, interlace: name.EndsWith('p'), optimizeCoding: name.EndsWith('o'),
            subsampleMode: name.Contains("_444", StringComparison.Ordinal) ? Enums.ForeignSubsample.Off : Enums.ForeignSubsample.On);
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

    /// <summary>A plate with strokes on it, of the size that a label of four characters has on a picture of this side.</summary>
    private static Stamp MakeStamp(int side)
    {
        var (width, height) = (side * 246 / 1024, side * 88 / 1024);
        var alpha = new byte[width * height];
        var ink = new byte[width * height];
        var stroke = Math.Max(1, height / 14);
        for (var i = 0; i < alpha.Length; i++)
        {
            var (x, y) = (i % width, i / width);
            (alpha[i], ink[i]) = (145, 10);
            if (y > height / 6 && y < height * 5 / 6 && x > height / 5 && x < width - height / 5
                && (x / stroke % 4 == 0 || y / stroke % 4 == 0) && x * 5 / width % 5 != 4)
            {
                (alpha[i], ink[i]) = (255, 250);
            }
        }
        return new Stamp(width, height, alpha, ink);
    }
}
