using System.Text;
using System.Text.Json;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Texts;

/// <summary>Walks a JSON document: members named AIGC or aiGenTag, private schemes, labels within strings, and the strings that people read.</summary>
internal sealed class JsonWalk(string carrier, CarrierFindings found)
{
    private const int LongestText = 4 << 20;
    private const int MostTexts = 64;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly Dictionary<string, StringBuilder> _texts = [];
    private readonly List<(int Start, int Elements)> _open = [];

    /// <summary>Walks one document; false if it is no JSON.</summary>
    public bool Read(ReadOnlySpan<byte> json, string place)
    {
        try
        {
            var reader = new Utf8JsonReader(json, Options);
            var path = new List<string> { "$" };
            _open.Clear();
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        path[^1] = reader.ValueSpan.Length > 256 ? "…" : reader.GetString() ?? "";
                        if (_open.Count > 0 && LabelFields.Keys.Contains(path[^1]))
                        {
                            _open[^1] = (_open[^1].Start, _open[^1].Elements + 1);
                        }
                        reader.Read();
                        ReadValue(ref reader, json, path, place);
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        path.RemoveAt(path.Count - 1);
                        CloseBare(json, (int)reader.BytesConsumed, path, place);
                        break;
                    default:
                        ReadValue(ref reader, json, path, place);
                        break;
                }
            }
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Gives the texts gathered, those of streams put together.</summary>
    public void Finish()
    {
        foreach (var (path, text) in _texts)
        {
            found.ReadText(ReadLabels(text.ToString(), path), path);
        }
    }

    private void ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, List<string> path, string place)
    {
        var name = path[^1];
        var isLabel = name.Contains("AIGC", StringComparison.OrdinalIgnoreCase) || name.Equals("aiGenTag", StringComparison.OrdinalIgnoreCase);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when isLabel:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                Add(name, path, Encoding.UTF8.GetString(json[start..(int)reader.BytesConsumed]), place);
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                path.Add(reader.TokenType == JsonTokenType.StartArray ? "[]" : "");
                _open.Add(((int)reader.TokenStartIndex, 0));
                break;
            case JsonTokenType.String when isLabel:
                Add(name, path, reader.GetString() ?? "", place);
                break;
            case JsonTokenType.String when reader.ValueSpan.Length < LongestText:
                ReadString(reader.GetString() ?? "", path);
                break;
        }
    }

    // An object of a label's elements under a name that does not say so.
    private void CloseBare(ReadOnlySpan<byte> json, int end, List<string> path, string place)
    {
        const int Enough = 3;
        var (start, elements) = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        if (elements < Enough || json[start] != (byte)'{')
        {
            return;
        }
        var (where, value) = ($"{carrier} object {Join(path)}", Encoding.UTF8.GetString(json[start..end]));
        if (!found.Has(where, value))
        {
            found.Add(where, place, value, CarrierTraits.FreePlace | CarrierTraits.Bare);
        }
    }

    private void Add(string name, List<string> path, string value, string place)
    {
        var where = $"{carrier} member {Join(path)}";
        if (found.Has(where, value))
        {
            return; // every event of a stream may carry it
        }
        found.Add(where, place, value, CarrierTraits.FreePlace
            | (name.Contains("AIGC", StringComparison.OrdinalIgnoreCase) ? CarrierTraits.None : CarrierTraits.OtherName)
            | (name == "AIGC" ? CarrierTraits.None : CarrierTraits.MayBeOther));
    }

    private void ReadString(string text, List<string> path)
    {
        var key = Join(path);
        if (!_texts.TryGetValue(key, out var gathered) && _texts.Count < MostTexts && IsContent(path[^1], text))
        {
            _texts[key] = gathered = new StringBuilder();
        }
        if (gathered is not null && gathered.Length < LongestText)
        {
            gathered.Append(text);
        }
        else
        {
            ReadLabels(text, key);
        }
    }

    // Labels within a text: documents that models write carry their front matter along.
    private string ReadLabels(string text, string path) =>
        text.Contains("AIGC", StringComparison.OrdinalIgnoreCase) || text.Contains("aiGenTag", StringComparison.OrdinalIgnoreCase)
            ? TextLabels.Read(new YamlLabels(text).Read(found), $"{carrier} string {path}", found)
            : text;

    // Names under which model APIs give their text; any other string counts only if it says it itself.
    private static bool IsContent(string name, string text) =>
        name is "content" or "text" or "[]" or "response" or "output_text" or "delta" or "answer" or "result" or "reasoning_content" or "message" or "markdown"
        || ExplicitTextFinder.HasBoth(text);

    private static string Join(List<string> path) => string.Join('.', path);
}
