using System.Diagnostics;
using System.Globalization;
using GbGateway.Labels.Explicit;

namespace GbGateway.Benchmarks.Surgery;

/// <summary>The npm package sharp doing the same work in a Node process, asked picture by picture.</summary>
internal sealed class PngSharpPeer : IDisposable
{
    private const string Script = """
        const fs = require('fs'), sharp = require('sharp');
        sharp.cache(false); sharp.concurrency(1);
        require('readline').createInterface({ input: process.stdin }).on('line', async line => {
          const o = JSON.parse(line), src = fs.readFileSync(o.file), raw = fs.readFileSync(o.label);
          const alpha = (await sharp(src).metadata()).hasAlpha;
          const work = () => {
            const s = sharp(src).composite([{ input: raw, raw: { width: o.width, height: o.height, channels: 4 }, left: o.at, top: o.at }]);
            return (alpha ? s : s.removeAlpha()).png({ compressionLevel: 6, adaptiveFiltering: true }).toBuffer();
          };
          await work();
          const cpu = process.cpuUsage(), start = performance.now(); let n = 0;
          while (n < 3 || performance.now() - start < 600) { await work(); n++; }
          const spent = process.cpuUsage(cpu);
          console.log((spent.user + spent.system) / 1000 / n);
        });
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("sharp-peer").FullName;
    private readonly Process _node;

    public PngSharpPeer()
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-e");
        start.ArgumentList.Add(Script);
        _node = Process.Start(start)!;
    }

    /// <summary>CPU ms a picture.</summary>
    public double Measure(byte[] file, Stamp stamp, int at)
    {
        var (picture, label) = (Path.Combine(_folder, "in.png"), Path.Combine(_folder, "label.rgba"));
        File.WriteAllBytes(picture, file);
        var rgba = new byte[stamp.Alpha.Length * 4];
        for (var i = 0; i < stamp.Alpha.Length; i++)
        {
            // Sharp takes straight alpha.
            rgba.AsSpan(i * 4, 3).Fill((byte)(stamp.Alpha[i] == 0 ? 0 : stamp.Ink[i] * 255 / stamp.Alpha[i]));
            rgba[i * 4 + 3] = stamp.Alpha[i];
        }
        File.WriteAllBytes(label, rgba);
        _node.StandardInput.WriteLine(
            $$"""{"file":"{{picture}}","label":"{{label}}","width":{{stamp.Width}},"height":{{stamp.Height}},"at":{{at}}}""");
        _node.StandardInput.Flush();
        return double.Parse(_node.StandardOutput.ReadLine() ?? "NaN", CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
        Directory.Delete(_folder, true);
    }
}
