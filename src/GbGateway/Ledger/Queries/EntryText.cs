using System.Text;
using System.Text.Json;

namespace GbGateway.Ledger.Queries;

/// <summary>A line of <see cref="EntryJson"/> for people: each fact on a line of its own; what only programs need is left out.</summary>
internal static class EntryText
{
    private static readonly string[] ForPrograms = ["segment", "index", "timeMicroseconds", "ageMicroseconds", "algorithm", "body", "hash"];

    public static string Write(ReadOnlySpan<byte> line)
    {
        var text = new StringBuilder();
        var reader = new Utf8JsonReader(line);
        using var document = JsonDocument.ParseValue(ref reader);
        foreach (var fact in document.RootElement.EnumerateObject())
        {
            if (!ForPrograms.Contains(fact.Name))
            {
                text.Append(text.Length == 0 ? "" : "  ").Append(fact.Name).Append(": ").Append(Say(fact.Value)).Append('\n');
            }
        }
        return text.Append('\n').ToString();
    }

    private static string Say(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join("; ", value.EnumerateArray().Select(Say)),
        JsonValueKind.Object => string.Join(' ', value.EnumerateObject().Select(static one => Say(one.Value))),
        _ => value.ToString(),
    };
}
