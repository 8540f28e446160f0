using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GbGateway.Content.Profiles.Configured;

/// <summary>The places of an operator's events: what an event of nothing but text must look like is told by them.</summary>
internal sealed class EventPlaces(IReadOnlyList<ConfiguredSlot> slots)
{
    private readonly ConfiguredSlot? _type = slots.FirstOrDefault(static slot => Is(slot, "type"));

    private readonly ConfiguredSlot[] _indexes = [.. slots.Where(static slot => Is(slot, "index"))];

    /// <summary>Whether events say their type.</summary>
    public bool HasType => _type is not null;

    /// <summary>The event of a text: the operator's own, or one with the text, its type and its number at their places.</summary>
    public TextEvent? EventFor(ConfiguredSlot text, string path, ICollection<string> mistakes)
    {
        if (text.Event is { } own)
        {
            return ReadOwn(text, own.Trim(), mistakes);
        }
        if (path.Contains('*') || path.StartsWith('['))
        {
            mistakes.Add($"{text.Key}:Path = \"{text.Path}\": an event for it can't be made up; set {text.Key}:Event");
            return null;
        }
        var root = new Node();
        root.Place(path.Split('.'), "\"{text}\"");
        foreach (var index in _indexes)
        {
            root.Place(SlotPath.Normalize(index.Path).Split('.'), "{run}");
        }
        if (_type is not null && text.When is not null)
        {
            root.Place(SlotPath.Normalize(_type.Path).Split('.'), $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text.When)}\"");
        }
        var json = new StringBuilder();
        root.Write(json);
        return new TextEvent(json.ToString(1, json.Length - 1), text.EventName);
    }

    private static TextEvent? ReadOwn(ConfiguredSlot text, string own, ICollection<string> mistakes)
    {
        var sample = own.Replace("{text}", "x", StringComparison.Ordinal).Replace("{run}", "0", StringComparison.Ordinal).Replace("{sequence}", "0", StringComparison.Ordinal);
        var isObject = false;
        try
        {
            using var parsed = JsonDocument.Parse(sample);
            isObject = parsed.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
        }
        if (!isObject || !own.Contains("\"{text}\"", StringComparison.Ordinal))
        {
            mistakes.Add($"{text.Key}:Event = \"{own}\": allowed: a JSON object with a member \"{{text}}\"; {{run}} stands for the text's number");
            return null;
        }
        return new TextEvent(own[1..], text.EventName);
    }

    private static bool Is(ConfiguredSlot slot, string kind) => slot.Kind.Equals(kind, StringComparison.OrdinalIgnoreCase);

    /// <summary>A value being made: an object by its members, an array of one element, or a leaf.</summary>
    private sealed class Node
    {
        private readonly List<(string Name, Node Value)> _members = [];
        private Node? _element;
        private string? _leaf;

        public void Place(ReadOnlySpan<string> parts, string leaf)
        {
            var node = this;
            foreach (var part in parts)
            {
                var name = part.TrimEnd('[', ']');
                node = name.Length == 0 ? node : node.Member(name);
                for (var i = name.Length; i < part.Length; i += 2)
                {
                    node = node._element ??= new Node();
                }
            }
            node._leaf ??= leaf;
        }

        public void Write(StringBuilder json)
        {
            if (_leaf is not null)
            {
                json.Append(_leaf);
            }
            else if (_element is not null)
            {
                json.Append('[');
                _element.Write(json);
                json.Append(']');
            }
            else
            {
                json.Append('{');
                for (var i = 0; i < _members.Count; i++)
                {
                    json.Append(i == 0 ? "" : ",").Append('"').Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(_members[i].Name)).Append("\":");
                    _members[i].Value.Write(json);
                }
                json.Append('}');
            }
        }

        private Node Member(string name)
        {
            var at = _members.FindIndex(member => member.Name == name);
            if (at < 0)
            {
                _members.Add((name, new Node()));
                at = _members.Count - 1;
            }
            return _members[at].Value;
        }
    }
}
