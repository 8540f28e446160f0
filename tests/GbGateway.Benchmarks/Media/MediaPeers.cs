using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using GbGateway.Labels.Explicit;

namespace GbGateway.Benchmarks.Media;

/// <summary>Other programs doing the same to a file: decode, lay the same stamp over it, encode alike. NaN where a program is not there.</summary>
internal sealed class MediaPeers : IDisposable
{
    private const string Script = """
        const [file, label, width, height, x, y, progressive] = process.argv.slice(1);
        const fs = require('fs'), sharp = require('sharp');
        sharp.cache(false); sharp.concurrency(1);
        (async () => {
          const src = fs.readFileSync(file), raw = fs.readFileSync(label);
        // The system's own mark: what the run-time tells begins with the parent's.
        const peak = () => +(/VmHWM:\s*(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8')) ?? [0, NaN])[1], idle = peak();
          const alpha = (await sharp(src).metadata()).hasAlpha;
          const work = () => {
            let s = sharp(src).composite([{ input: raw, raw: { width: +width, height: +height, channels: 4 }, left: +x, top: +y }]);
            s = alpha ? s : s.removeAlpha();
            if (file.endsWith('.png')) return s.png({ compressionLevel: 6, adaptiveFiltering: true }).toBuffer();
            if (file.endsWith('.jpg')) return s.jpeg({ quality: 90, progressive: progressive === 'true' }).toBuffer();
            return s.webp({ quality: 90 }).toBuffer();
          };
          await work();
          const cpu = process.cpuUsage(), start = performance.now(); let n = 0;
          while (n < 3 || performance.now() - start < 500) { await work(); n++; }
          const spent = process.cpuUsage(cpu);
          console.log((spent.user + spent.system) / 1000 / n, (peak() - idle) / 1024);
        })();
        """;

    private readonly string _file;
    private readonly PlacedStamp _placed;
    private readonly string _label;

    public MediaPeers(string file, PlacedStamp placed)
    {
        (_file, _placed, _label) = (file, placed, file + ".rgba");
        var stamp = placed.Stamp;
        var rgba = new byte[stamp.Alpha.Length * 4];
        for (var i = 0; i < stamp.Alpha.Length; i++)
        {
            // Straight alpha.
            rgba.AsSpan(i * 4, 3).Fill((byte)(stamp.Alpha[i] == 0 ? 0 : stamp.Ink[i] * 255 / stamp.Alpha[i]));
            rgba[i * 4 + 3] = stamp.Alpha[i];
        }
        File.WriteAllBytes(_label, rgba);
    }

    /// <summary>CPU ms a picture, start-up left out, and peak MB above idle.</summary>
    public (double Cpu, string Peak) Sharp(bool progressive)
    {
        var stamp = _placed.Stamp;
        var numbers = new[] { stamp.Width, stamp.Height, _placed.X, _placed.Y }.Select(static n => n.ToString(CultureInfo.InvariantCulture));
        var text = Run("node", ["-e", Script, _file, _label, .. numbers, progressive ? "true" : "false"]);
        var words = text.Split(' ', StringSplitOptions.TrimEntries);
        return words.Length == 2
            ? (double.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture).ToString("F0", CultureInfo.InvariantCulture))
            : (double.NaN, "-");
    }

    /// <summary>CPU ms of one ImageMagick process, start-up included: it has no other way.</summary>
    public double Magick()
    {
        var stamp = _placed.Stamp;
        // The shell's "times" tells its own time on one line, its children's on the next: "0m1.230s 0m0.040s".
        var text = Run("sh",
        [
            "-c", "\"$@\" && times", "sh", "convert", _file, "-size", $"{stamp.Width}x{stamp.Height}", "-depth", "8", $"rgba:{_label}",
            "-geometry", $"+{_placed.X}+{_placed.Y}", "-composite", "-quality", "90", _file + ".out" + Path.GetExtension(_file),
        ]);
        var times = text.Split('\n')[^1].Split(' ', 'm', 's').Where(static t => t.Length > 0).ToArray();
        if (times.Length != 4)
        {
            return double.NaN;
        }
        var numbers = Array.ConvertAll(times, static t => double.Parse(t, CultureInfo.InvariantCulture));
        return 1000 * (60 * (numbers[0] + numbers[2]) + numbers[1] + numbers[3]);
    }

    public void Dispose()
    {
        File.Delete(_label);
        File.Delete(_file + ".out" + Path.GetExtension(_file));
    }

    private static string Run(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MAGICK_THREAD_LIMIT"] = "1";
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        try
        {
            using var child = Process.Start(start)!;
            child.ErrorDataReceived += static (_, _) => { };
            child.BeginErrorReadLine();
            var text = child.StandardOutput.ReadToEnd();
            child.WaitForExit();
            return child.ExitCode == 0 ? text.Trim() : "";
        }
        catch (Win32Exception)
        {
            return "";
        }
    }
}
