using System.Text;
using System.Text.Json;
using GbGateway.Content.Profiles;

namespace GbGateway.Commands;

/// <summary>Finds the longer strings of a document that no slot names: an operator who describes an API may have missed one.</summary>
internal static class UnnamedStrings
{
    private const int Shortest = 12;
    private const int LongestSample = 48;

    /// <summary>Adds the places of strings that <paramref name="tree"/> says nothing of.</summary>
    public static void Find(ReadOnlySpan<byte> json, SlotTree tree, Dictionary<string, string> found, int most)
    {
        var named = tree.Slots.Select(static slot => slot.Path).ToHashSet(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
        var path = new Stack<string>();
        var name = "";
        while (reader.Read() && found.Count < most)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.GetString()!;
                    break;
                case JsonTokenType.StartObject:
                    path.Push(name);
                    name = "";
                    break;
                case JsonTokenType.StartArray:
                    path.Push(name + "[]");
                    name = "";
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    path.Pop();
                    name = "";
                    break;
                case JsonTokenType.String when reader.ValueSpan.Length >= Shortest:
                    var place = Join(path, name);
                    if (!named.Contains(place))
                    {
                        var text = Encoding.UTF8.GetString(reader.ValueSpan);
                        found.TryAdd(place, text[..Math.Min(text.Length, LongestSample)]);
                    }
                    break;
                default:
                    break;
            }
        }
    }

    private static string Join(Stack<string> path, string name)
    {
        var parts = path.Reverse().Append(name).Where(static part => part.Length > 0);
        return string.Join('.', parts).Replace("].[", "][", StringComparison.Ordinal).Replace(".[]", "[]", StringComparison.Ordinal);
    }
}
