using System.Diagnostics;
using System.Globalization;
using GbGateway.Labels.Explicit;

namespace GbGateway.Benchmarks.Surgery;

/// <summary>The npm package sharp doing the same work in a Node process, asked picture by picture.</summary>
internal sealed class SharpPeer : IDisposable
{
    private const string Script = """
        const fs = require('fs'), sharp = require('sharp');
        sharp.cache(false); sharp.concurrency(1);
        require('readline').createInterface({ input: process.stdin }).on('line', async line => {
          const o = JSON.parse(line), src = fs.readFileSync(o.file), raw = fs.readFileSync(o.label);
          const work = () => sharp(src).composite([{ input: raw, raw: { width: o.width, height: o.height, channels: 4 }, left: o.at, top: o.at }])
            .removeAlpha().jpeg({ quality: 90, chromaSubsampling: o.full ? '4:4:4' : '4:2:0', progressive: o.progressive }).toBuffer();
          for (let i = 0; i < 3; i++) await work();
          const cpu = process.cpuUsage(), start = performance.now(); let n = 0;
          while (n < 5 || performance.now() - start < 600) { await work(); n++; }
          const spent = process.cpuUsage(cpu);
          console.log((spent.user + spent.system) / 1000 / n);
        });
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("sharp-peer").FullName;
    private readonly Process _node;

    public SharpPeer()
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-e");
        start.ArgumentList.Add(Script);
        _node = Process.Start(start)!;
    }

    public double Measure(byte[] file, Stamp stamp, int at, bool full, bool progressive)
    {
        var (picture, label) = (Path.Combine(_folder, "in.jpg"), Path.Combine(_folder, "label.rgba"));
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
            $$"""{"file":"{{picture}}","label":"{{label}}","width":{{stamp.Width}},"height":{{stamp.Height}},"at":{{at}},"full":{{(full ? "true" : "false")}},"progressive":{{(progressive ? "true" : "false")}}}""");
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
