using System.Text.Json;
using GbGateway.Labels.Text;

namespace GbGateway.Interop.Tests.Clients;

/// <summary>
/// Compares what a client read directly with what it read through the gateway. Allowed to differ, and then bound to:
/// a text that says anything ends with the label; a picture has the label's metadata, other bytes and the same kind and size;
/// a count of stream events grows by one for each labelled text, unless upstream's finish event holds text itself (the label is spliced there);
/// a body that is only counted and hashed, not read, may grow by its labels.
/// Everything else is equal, errors included.
/// </summary>
public sealed class LabelComparison
{
    private static readonly string Label = "\n\n" + ExplicitTextLabel.DefaultWording;

    // Counts of the events that carry text, as the clients' programs call them.
    private static readonly HashSet<string> TextEvents =
        ["chunks", "text-delta", "response.output_text.delta", "StreamingResponseOutputTextDeltaUpdate"];

    // Counts of events where a label may be a block of its own.
    private static readonly HashSet<string> BlockEvents = ["events", "text-start", "text-end"];

    private readonly List<string> _differences = [];
    private readonly List<(string Path, long Direct, long Through)> _counts = [];
    private readonly List<(string Path, long Direct, long Through)> _blocks = [];
    private LabelComparison()
    {
    }

    /// <summary>What differs that must not, or doesn't that must.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>Texts found labelled.</summary>
    public int Texts { get; private set; }

    /// <summary>Pictures found labelled.</summary>
    public int Pictures { get; private set; }

    /// <summary>Compares one case.</summary>
    /// <param name="direct">What the client made of the answer itself.</param>
    /// <param name="through">What it made of the answer through the gateway.</param>
    /// <param name="answer">What the recording tells of the answer.</param>
    public static LabelComparison Of(ClientOutcome direct, ClientOutcome through, RecordedAnswer answer)
    {
        var comparison = new LabelComparison();
        if (direct.Ok != through.Ok)
        {
            comparison._differences.Add($"one succeeds, the other fails: direct {direct.Value}, through {through.Value}");
            return comparison;
        }
        comparison.Walk("$", direct.Value, through.Value);
        var events = answer.FinishHoldsText ? 0 : comparison.Texts;
        foreach (var (path, was, now) in comparison._counts)
        {
            if (now != was + events && !(answer.HasTranscript && now == was + events + 1))
            {
                comparison._differences.Add($"{path}: {was} direct, {now} through, expected {was + events}");
            }
        }
        foreach (var (path, was, now) in comparison._blocks)
        {
            // A label is one event, or a block of its own: its start, its text, its stop.
            if (now < was || now > was + 3 * comparison.Texts)
            {
                comparison._differences.Add($"{path}: {was} direct, {now} through, for {comparison.Texts} labelled texts");
            }
        }
        return comparison;
    }

    private void Walk(string path, JsonElement direct, JsonElement through)
    {
        if (direct.ValueKind != through.ValueKind)
        {
            Differ(path, direct, through);
        }
        else if (direct.ValueKind == JsonValueKind.Object)
        {
            WalkObject(path, direct, through);
        }
        else if (direct.ValueKind == JsonValueKind.Array)
        {
            WalkArray(path, direct, through);
        }
        else if (!JsonElement.DeepEquals(direct, through))
        {
            Differ(path, direct, through);
        }
    }

    private void WalkObject(string path, JsonElement direct, JsonElement through)
    {
        if (direct.TryGetProperty("sha", out _) && direct.TryGetProperty("aigc", out _))
        {
            ComparePicture(path, direct, through);
            return;
        }
        if (IsUnread(direct, out var was) && IsUnread(through, out var now) && now > was)
        {
            return; // what grew shows in the clients that read it
        }
        var names = direct.EnumerateObject().Select(static member => member.Name);
        foreach (var name in names.Union(through.EnumerateObject().Select(static member => member.Name)))
        {
            var member = $"{path}.{name}";
            if (!direct.TryGetProperty(name, out var old) || !through.TryGetProperty(name, out var other))
            {
                _differences.Add($"{member} stands on one side only: direct {direct}, through {through}");
            }
            else if (name is "text" or "final" or "refusal" or "Refusal" or "transcript")
            {
                CompareText(member, old, other);
            }
            else if (BlockEvents.Contains(name) && old.ValueKind == JsonValueKind.Number && other.ValueKind == JsonValueKind.Number)
            {
                _blocks.Add((member, old.GetInt64(), other.GetInt64()));
            }
            else if (TextEvents.Contains(name) && old.ValueKind == JsonValueKind.Number && other.ValueKind == JsonValueKind.Number)
            {
                _counts.Add((member, old.GetInt64(), other.GetInt64()));
            }
            else
            {
                Walk(member, old, other);
            }
        }
    }

    // What a client that only counts and hashes says of a body.
    private static bool IsUnread(JsonElement outcome, out long bytes)
    {
        bytes = 0;
        return outcome.TryGetProperty("sha", out _) && outcome.TryGetProperty("bytes", out var count) && count.TryGetInt64(out bytes);
    }

    private void WalkArray(string path, JsonElement direct, JsonElement through)
    {
        var length = direct.GetArrayLength();
        if (through.GetArrayLength() == length + 1 && IsText(through[length]) && through[length][1].GetString() == Label)
        {
            // The label is a part of its own.
            Texts++;
            for (var i = 0; i < length; i++)
            {
                Walk($"{path}[{i}]", direct[i], through[i]);
            }
            return;
        }
        if (IsText(direct) && IsText(through) && through[1].GetString()!.EndsWith(Label, StringComparison.Ordinal))
        {
            CompareText($"{path}[1]", direct[1], through[1]);
            return;
        }
        if (direct.GetArrayLength() != through.GetArrayLength())
        {
            Differ(path, direct, through);
            return;
        }
        for (var i = 0; i < direct.GetArrayLength(); i++)
        {
            Walk($"{path}[{i}]", direct[i], through[i]);
        }
    }

    // What clients' programs print of a part: its kind, then its text.
    private static bool IsText(JsonElement part) =>
        part.ValueKind == JsonValueKind.Array && part.GetArrayLength() >= 2 && part[0].ValueKind == JsonValueKind.String && part[0].GetString() == "text"
        && part[1].ValueKind == JsonValueKind.String;

    private void CompareText(string path, JsonElement direct, JsonElement through)
    {
        if (direct.ValueKind == JsonValueKind.Object && through.ValueKind == JsonValueKind.Object)
        {
            // One text for each choice of a stream.
            foreach (var choice in direct.EnumerateObject())
            {
                CompareText($"{path}.{choice.Name}", choice.Value, through.TryGetProperty(choice.Name, out var now) ? now : default);
            }
            if (through.EnumerateObject().Count() != direct.EnumerateObject().Count())
            {
                Differ(path, direct, through);
            }
            return;
        }
        var says = direct.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(direct.GetString());
        if (!says)
        {
            Walk(path, direct, through);
        }
        else if (through.ValueKind != JsonValueKind.String || through.GetString() != direct.GetString() + Label)
        {
            Differ(path, direct, through);
        }
        else if (!path.EndsWith(".final", StringComparison.Ordinal))
        {
            Texts++; // "final" is the same text once more, as the stream's last event tells it
        }
    }

    private void ComparePicture(string path, JsonElement direct, JsonElement through)
    {
        string Text(JsonElement picture, string name) => picture.TryGetProperty(name, out var value) ? value.ToString() : "";
        foreach (var name in (string[])["kind", "w", "h"])
        {
            if (Text(direct, name) != Text(through, name))
            {
                _differences.Add($"{path}.{name}: direct {Text(direct, name)}, through {Text(through, name)}");
            }
        }
        if (Text(through, "aigc") != "True" || Text(through, "sha") == Text(direct, "sha") || Text(through, "c2pa") == "True")
        {
            _differences.Add($"{path}: the picture is not labelled, or keeps its C2PA manifest: {through}");
        }
        else
        {
            Pictures++;
        }
    }

    private void Differ(string path, JsonElement direct, JsonElement through) =>
        _differences.Add($"{path}:\n      direct  {Shorten(direct)}\n      through {Shorten(through)}");

    private static string Shorten(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.Undefined ? "nothing" : value.GetRawText();
        return text.Length <= 400 ? text : $"{text[..200]} … {text[^190..]}";
    }
}
