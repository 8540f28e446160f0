using System.Text;
using GbGateway.Labels.Verification.Containers;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Texts;

/// <summary>Server-sent events: the JSON of each event's data; texts are put together over the events.</summary>
internal sealed class EventStreamCarriers : CarrierReader
{
    private const int MostEvents = 500_000;

    public override string Name => "SSE";

    public override bool Matches(ReadOnlySpan<byte> file)
    {
        if (!TextOf.IsText(file))
        {
            return false;
        }
        foreach (var line in TextOf.Decode(file[..Math.Min(file.Length, 512)]).AsSpan().TrimStart().EnumerateLines())
        {
            return line.StartsWith("data:") || line.StartsWith("event:") || line.StartsWith("id:") || line.StartsWith(": ") || line.StartsWith("retry:");
        }
        return false;
    }

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found)
    {
        var walk = new JsonWalk("SSE", found);
        var plain = new StringBuilder();
        var number = 0;
        foreach (var line in TextOf.Decode(file).AsSpan().EnumerateLines())
        {
            if (++number > MostEvents || found.IsFull)
            {
                break;
            }
            if (!line.StartsWith("data:"))
            {
                continue;
            }
            var data = line[5..].Trim();
            if (data.Length > 0 && data is not "[DONE]" && !walk.Read(Encoding.UTF8.GetBytes(data.ToString()), $"line {number}") && plain.Length < TextOf.Longest)
            {
                plain.Append(data).Append('\n');
            }
        }
        walk.Finish();
        if (plain.Length > 0)
        {
            found.ReadText(TextLabels.Read(plain.ToString(), "SSE data", found), "data");
        }
    }
}
