using GbGateway.Content;
using GbGateway.Content.Profiles;
using Spectre.Console;

namespace GbGateway.Commands;

/// <summary>Writes what a trial found, for people.</summary>
internal static class ProfileTrialReport
{
    /// <summary>Writes it.</summary>
    public static void Write(IAnsiConsole console, string file, ProfileTrial trial)
    {
        var profile = trial.Exchange.Profile?.Name ?? "none: nothing in it is known";
        console.MarkupLineInterpolated($"[bold]{file}[/]: {trial.Length:N0} bytes, {Framing(trial.Kind)}; profile [bold]{profile}[/]");
        if (trial.Places.Count > 0)
        {
            var table = new Table().AddColumns("place", "kind", "times", "characters", "begins", "what happens");
            foreach (var place in trial.Places)
            {
                table.AddRow(
                    new Text(place.Path), new Text(place.Kind.ToString()), new Text($"{place.Times}"), new Text($"{place.Length:N0}"),
                    new Text(IsContent(place.Kind) ? place.Sample : ""), new Text(Fate(place.Kind, trial)));
            }
            console.Write(table);
        }
        foreach (var (place, sample) in trial.Unnamed)
        {
            console.MarkupLineInterpolated($"not named: {place}  [grey]{sample}[/]");
        }
        if (trial.Refusal is { } refusal)
        {
            console.MarkupLineInterpolated($"[red]refused[/]: {refusal.Reason ?? refusal.Outcome.ToString()}");
            return;
        }
        var texts = trial.Exchange.Labels.Count(static label => label.Kind == ContentKind.Text);
        var pictures = trial.Exchange.Labels.Count(static label => label.Kind == ContentKind.Image);
        console.MarkupLineInterpolated(trial.Exchange.HasContent ? (FormattableString)$"labelled: {texts} texts, {pictures} pictures" : $"[yellow]nothing labelled[/]: it passes as it is");
    }

    private static bool IsContent(SlotKind kind) => kind is SlotKind.Text or SlotKind.SideText or SlotKind.Copy or SlotKind.Image or SlotKind.Output or SlotKind.Audio;

    private static string Framing(BodyKind kind) => kind switch
    {
        BodyKind.Json => "one JSON document",
        BodyKind.Sse => "server-sent events",
        BodyKind.Ndjson => "lines of JSON",
        BodyKind.Media => "a media file",
        _ => "bytes of no known kind",
    };

    private static string Fate(SlotKind kind, ProfileTrial trial) => kind switch
    {
        SlotKind.Text => $"labelled, {trial.Exchange.TextPlacement}",
        SlotKind.Copy => "labelled like its text",
        SlotKind.SideText or SlotKind.SideCopy => "filtered, not labelled inline",
        SlotKind.Image or SlotKind.Output => "picture labelled; link: MediaLinks decides",
        SlotKind.Audio => $"SoundAndVideo is {trial.Exchange.Policy.SoundAndVideo}",
        SlotKind.Finish or SlotKind.End => "the label goes before, if it says so",
        SlotKind.Error => "an error, if it is not null",
        SlotKind.Echo => "repeated in the label's event",
        _ => "read, left as it is",
    };
}
