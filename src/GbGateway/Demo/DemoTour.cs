using System.Diagnostics;
using System.Text;
using GbGateway.Labels;
using Spectre.Console;

namespace GbGateway.Demo;

/// <summary>Asks the upstream and the gateway the same things, shows both, keeps the labelled answers and reads them again.</summary>
public sealed class DemoTour(Uri upstream, Uri gateway, DirectoryInfo folder, IAnsiConsole console) : IDisposable
{
    private const int Rounds = 9;

    private readonly HttpClient _client = new();

    /// <summary>Makes the whole tour.</summary>
    /// <returns>Whether every label was there.</returns>
    public async Task<bool> WalkAsync()
    {
        var all = true;
        foreach (var stop in DemoStop.All)
        {
            all &= await ShowAsync(stop);
        }
        return all;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<bool> ShowAsync(DemoStop stop)
    {
        var (before, _) = await AskAsync(upstream, stop);
        var (after, header) = await AskAsync(gateway, stop);
        var added = await MeasureAsync(stop);
        var file = Path.Combine(folder.FullName, stop.File);
        await File.WriteAllBytesAsync(file, Keep(stop, after));

        // What counts is what was written, not what was received.
        var shown = Read(stop, Keep(stop, before));
        var kept = Read(stop, await File.ReadAllBytesAsync(file));
        var mistake = FindMistake(kept, header);
        if (mistake is null && stop.Kind is DemoKind.Picture or DemoKind.PictureJson && !DemoPicture.CornerDiffers(Keep(stop, before), await File.ReadAllBytesAsync(file)))
        {
            mistake = "the explicit label is missing: the corner of the picture is as it was";
        }

        var table = new Table().Border(TableBorder.Rounded).Expand().BorderColor(Color.Grey)
            .AddColumn(new TableColumn("[grey]from the upstream[/]").Width(38)).AddColumn(new TableColumn("[bold]through the gateway[/]").Width(38));
        table.AddRow(Markup.Escape(shown.Shown), Highlight(kept.Shown));
        console.Write(new Rule($"[bold]{stop.Title}[/]").LeftJustified().RuleStyle("grey"));
        console.Write(table);
        if (header is not null)
        {
            console.MarkupLineInterpolated($"  [grey]AIGC[/]  Label {header.Label}, ContentProducer {header.ContentProducer}");
            console.MarkupLineInterpolated($"        ProduceID {header.ProduceID}");
        }
        console.MarkupLineInterpolated($"  [grey]time added[/] {added.TotalMilliseconds:F2} ms   [grey]kept as[/] {stop.File}");
        console.MarkupLine(mistake is null ? "  [green]explicit and implicit label read back[/]" : $"  [red]{Markup.Escape(mistake)}[/]");
        console.WriteLine();
        return mistake is null;
    }

    private static string? FindMistake(DemoAnswer kept, AigcMetadata? header)
    {
        if (header is null)
        {
            return "the header AIGC-Metadata is missing";
        }
        if (!kept.HasExplicit)
        {
            return "the explicit label is missing";
        }
        return kept.Labels.Count == 1 && kept.Labels[0] == header ? null : $"{kept.Labels.Count} implicit labels in the answer; there must be one, equal to the header";
    }

    private static byte[] Keep(DemoStop stop, byte[] body) => stop.Kind == DemoKind.PictureJson ? DemoAnswer.TakePicture(body) : body;

    private static DemoAnswer Read(DemoStop stop, byte[] kept) => stop.Kind switch
    {
        DemoKind.ChatJson => DemoAnswer.ReadText(kept, streamed: false),
        DemoKind.ChatStream => DemoAnswer.ReadText(kept, streamed: true),
        _ => DemoAnswer.ReadPicture(kept),
    };

    private static string Highlight(string text) => Markup.Escape(text).Replace(
        Labels.Text.ExplicitTextLabel.DefaultWording, $"[black on yellow]{Labels.Text.ExplicitTextLabel.DefaultWording}[/]", StringComparison.Ordinal);

    private async Task<TimeSpan> MeasureAsync(DemoStop stop)
    {
        var (direct, through) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < Rounds; i++)
        {
            direct.Add(await TimeAsync(upstream, stop));
            through.Add(await TimeAsync(gateway, stop));
        }
        direct.Sort();
        through.Sort();
        return through[Rounds / 2] - direct[Rounds / 2];
    }

    private async Task<TimeSpan> TimeAsync(Uri host, DemoStop stop)
    {
        var started = Stopwatch.GetTimestamp();
        await AskAsync(host, stop);
        return Stopwatch.GetElapsedTime(started);
    }

    private async Task<(byte[] Body, AigcMetadata? Header)> AskAsync(Uri host, DemoStop stop)
    {
        using var request = new HttpRequestMessage(stop.Body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(host, stop.Path));
        if (stop.Body is not null)
        {
            request.Content = new StringContent(stop.Body, Encoding.UTF8, "application/json");
        }
        using var response = await _client.SendAsync(request);
        AigcMetadata? header = null;
        if (response.Headers.TryGetValues(Proxy.ResponseHeaders.Metadata, out var values))
        {
            AigcMetadata.TryParse(Encoding.UTF8.GetBytes(values.First()), out header);
        }
        return (await response.Content.ReadAsByteArrayAsync(), header);
    }
}
