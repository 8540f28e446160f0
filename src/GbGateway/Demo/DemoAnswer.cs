using System.Text;
using System.Text.Json;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Labels.Text;

namespace GbGateway.Demo;

/// <summary>What an answer holds, read from its bytes alone.</summary>
/// <param name="Shown">The text, or the picture's facts.</param>
/// <param name="Labels">The implicit labels found in it.</param>
/// <param name="HasExplicit">Whether the explicit label was found: in texts by its words; pictures are looked at by people.</param>
public sealed record DemoAnswer(string Shown, IReadOnlyList<AigcMetadata> Labels, bool HasExplicit)
{
    /// <summary>Reads the text of a chat answer, whole or streamed, and its member AIGC.</summary>
    public static DemoAnswer ReadText(byte[] body, bool streamed)
    {
        var text = new StringBuilder();
        var labels = new List<AigcMetadata>();
        foreach (var line in streamed ? Encoding.UTF8.GetString(body).Split('\n') : [$"data: {Encoding.UTF8.GetString(body)}"])
        {
            if (!line.StartsWith("data: {", StringComparison.Ordinal))
            {
                continue;
            }
            using var document = JsonDocument.Parse(line["data: ".Length..]);
            if (document.RootElement.TryGetProperty(AigcMetadata.Keyword, out var member)
                && AigcMetadata.TryParse(Encoding.UTF8.GetBytes(member.GetRawText()), out var label))
            {
                labels.Add(label!);
            }
            foreach (var choice in document.RootElement.TryGetProperty("choices", out var choices) ? choices.EnumerateArray() : default)
            {
                if (choice.TryGetProperty(streamed ? "delta" : "message", out var part) && part.TryGetProperty("content", out var content))
                {
                    text.Append(content.GetString());
                }
            }
        }
        return new DemoAnswer(text.ToString(), labels, text.ToString().Contains(ExplicitTextLabel.DefaultWording, StringComparison.Ordinal));
    }

    /// <summary>Reads a picture's facts and labels.</summary>
    public static DemoAnswer ReadPicture(byte[] file)
    {
        if (MediaFormats.Detect(file.AsSpan(0, Math.Min(file.Length, MediaFormat.HeadLength))) is not { } format || !format.TryReadFacts(file, out var facts))
        {
            return new DemoAnswer($"{file.Length:N0} bytes, no picture", [], false);
        }
        var found = new List<FoundLabel>();
        format.FindImplicitLabels(file, found);
        var carriers = found.Count == 0 ? "no AIGC label" : string.Join(", ", found.Select(static one => one.Carrier));
        return new DemoAnswer($"{format.Name}, {facts.Width} x {facts.Height}, {file.Length:N0} bytes\n{carriers}",
            [.. found.Where(static one => one.Metadata is not null).Select(static one => one.Metadata!)], true);
    }

    /// <summary>The picture in an images answer.</summary>
    public static byte[] TakePicture(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.TryGetProperty("data", out var data) ? data[0].GetProperty("b64_json").GetBytesFromBase64() : [];
    }
}
