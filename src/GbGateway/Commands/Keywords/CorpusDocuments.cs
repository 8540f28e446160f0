using System.Text;
using System.Text.Json;

namespace GbGateway.Commands.Keywords;

/// <summary>The documents of a file or a folder, UTF-8, and how far through their bytes one is.</summary>
internal sealed class CorpusDocuments(string path, CorpusUnit unit, int samplePercent, int seed)
{
    // A file that is one document is read in pieces no longer than this.
    private const int LongestPiece = 16 << 20;

    private readonly string[] _files = Directory.Exists(path)
        ? [.. Directory.EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).Order(StringComparer.Ordinal)]
        : [path];

    private readonly Random _random = new(seed);

    /// <summary>Bytes of all files.</summary>
    internal long Bytes => _files.Sum(static file => new FileInfo(file).Length);

    /// <summary>Bytes read so far.</summary>
    internal long Done { get; private set; }

    /// <summary>The documents, or the sample of them.</summary>
    internal IEnumerable<ReadOnlyMemory<byte>> Read()
    {
        foreach (var file in _files)
        {
            using var stream = File.OpenRead(file);
            var before = Done;
            foreach (var document in unit == CorpusUnit.Line ? Lines(stream, file) : Pieces(stream))
            {
                Done = before + stream.Position;
                if (!document.IsEmpty && _random.Next(100) < samplePercent)
                {
                    yield return document;
                }
            }
            Done = before + stream.Length;
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(Stream stream, string file)
    {
        var isJson = Path.GetExtension(file) is ".jsonl" or ".ndjson";
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            yield return Encoding.UTF8.GetBytes(isJson ? TextOf(line) : line);
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(FileStream stream)
    {
        while (stream.Position < stream.Length)
        {
            var piece = new byte[Math.Min(LongestPiece, stream.Length - stream.Position)];
            stream.ReadExactly(piece);
            yield return piece;
        }
    }

    private static string TextOf(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var text = new StringBuilder();
            Append(document.RootElement, text);
            return text.ToString();
        }
        catch (JsonException)
        {
            return line;
        }
    }

    private static void Append(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                text.Append(element.GetString()).Append('\n');
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Append(item, text);
                }
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    Append(member.Value, text);
                }
                break;
        }
    }
}
