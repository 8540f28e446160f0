using System.Globalization;
using System.Net;
using System.Text;

namespace GbGateway.Load.Scenarios;

/// <summary>Draws throughput against bare YARP as bars.</summary>
public sealed class Bars(Results results)
{
    private const int Left = 220;
    private const int Width = 760;
    private const int RowHeight = 24;

    /// <summary>The picture.</summary>
    public string ToSvg()
    {
        var groups = results.Scenarios.Where(static scenario => !scenario.IsCrowd)
            .Select(scenario => (scenario.Title, Bars: results.Rows(scenario).Where(static row => row.Ratio is not null).Select(static row => (Proxy: Proxies.All.First(one => one.Name == row.Proxy).Title, Ratio: row.Ratio!.Value)).ToList())).ToList();
        var height = groups.Sum(static group => 44 + (RowHeight * group.Bars.Count)) + 20;
        var longest = Math.Max(1, groups.SelectMany(static group => group.Bars).Select(static bar => bar.Ratio).DefaultIfEmpty(1).Max());
        var svg = new StringBuilder($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" font-family="sans-serif" font-size="13" role="img" aria-label="Throughput against bare YARP">""").Append('\n');
        svg.Append($"""<rect width="{Width}" height="{height}" fill="#ffffff"/>""").Append('\n');
        var y = 10;
        foreach (var (title, bars) in groups)
        {
            svg.Append($"""<text x="12" y="{y + 20}" font-weight="bold" fill="#111111">{WebUtility.HtmlEncode(title)}: throughput, bare YARP = 1</text>""").Append('\n');
            y += 32;
            foreach (var (proxy, ratio) in bars)
            {
                var length = ((Width - Left - 70) * ratio / longest).ToString("F1", CultureInfo.InvariantCulture);
                var colour = proxy.StartsWith("GbGateway", StringComparison.Ordinal) ? "#c8402f" : "#7a8794";
                svg.Append($"""<text x="{Left - 8}" y="{y + 15}" text-anchor="end" fill="#333333">{WebUtility.HtmlEncode(proxy)}</text>""");
                svg.Append($"""<rect x="{Left}" y="{y + 2}" width="{length}" height="{RowHeight - 7}" fill="{colour}"/>""");
                svg.Append(CultureInfo.InvariantCulture, $"""<text x="{Left + ((Width - Left - 70) * ratio / longest) + 6:F1}" y="{y + 15}" fill="#333333">{ratio:F2}</text>""").Append('\n');
                y += RowHeight;
            }
            y += 12;
        }
        return svg.Append("</svg>\n").ToString();
    }
}
