using System.Text.Json;
using GbGateway.Labels.Text;

namespace GbGateway.Interop.Tests.Clients;

/// <summary>
/// Compares what a client read directly with what it read through the gateway. Allowed to differ, and then bound to:
/// a text that says anything ends with the label; a picture has the label's metadata, other bytes and the same kind and size;
/// a count of stream events grows by one for each labelled text, unless upstream's finish event holds text itself (the label is spliced there).
/// Everything else is equal, errors included.
/// </summary>
public sealed class LabelComparison
{
    private static readonly string Label = "\n\n" + ExplicitTextLabel.DefaultWording;

    private readonly List<string> _differences = [];
    private readonly List<(string Path, long Direct, long Through)> _counts = [];
    private readonly bool _labels;

    private LabelComparison(bool labels) => _labels = labels;

    /// <summary>What differs that must not, or doesn't that must.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>Texts found labelled.</summary>
    public int Texts { get; private set; }

    /// <summary>Pictures found labelled.</summary>
    public int Pictures { get; private set; }

    /// <summary>Compares one case.</summary>
    /// <param name="direct">What the client made of the answer itself.</param>
    /// <param name="through">What it made of the answer through the gateway.</param>
    /// <param name="finishHoldsText">Whether upstream's finish event holds text.</param>
    public static LabelComparison Of(ClientOutcome direct, ClientOutcome through, bool finishHoldsText)
    {
        var comparison = new LabelComparison(Profiled.Labels(direct));
        if (direct.Ok != through.Ok)
        {
            comparison._differences.Add($"one succeeds, the other fails: direct {direct.Value}, through {through.Value}");
            return comparison;
        }
        comparison.Walk("$", direct.Value, through.Value);
        var events = finishHoldsText ? 0 : comparison.Texts;
        foreach (var (path, was, now) in comparison._counts)
        {
            if (now != was + events)
            {
                comparison._differences.Add($"{path}: {was} direct, {now} through, expected {was + events}");
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
        if (_labels && direct.TryGetProperty("sha", out _) && direct.TryGetProperty("aigc", out _))
        {
            ComparePicture(path, direct, through);
            return;
        }
        var names = direct.EnumerateObject().Select(static member => member.Name);
        foreach (var name in names.Union(through.EnumerateObject().Select(static member => member.Name)))
        {
            var member = $"{path}.{name}";
            if (!direct.TryGetProperty(name, out var was) || !through.TryGetProperty(name, out var now))
            {
                _differences.Add($"{member} stands on one side only: direct {direct}, through {through}");
            }
            else if (_labels && name == "text")
            {
                CompareText(member, was, now);
            }
            else if (_labels && name is "chunks" or "text-delta" && was.ValueKind == JsonValueKind.Number && now.ValueKind == JsonValueKind.Number)
            {
                _counts.Add((member, was.GetInt64(), now.GetInt64()));
            }
            else
            {
                Walk(member, was, now);
            }
        }
    }

    private void WalkArray(string path, JsonElement direct, JsonElement through)
    {
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
        else
        {
            Texts++;
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
