using System.Text;

namespace GbGateway.Benchmarks.Keywords;

/// <summary>One text, scanned in documents of about 4 KB that end at a line.</summary>
internal sealed class Corpus
{
    private const int DocumentSize = 4096;

    internal Corpus(string name, byte[] bytes)
    {
        (Name, Bytes) = (name, bytes);
        for (int at = 0; at < bytes.Length;)
        {
            int line = at + DocumentSize >= bytes.Length ? -1 : bytes.AsSpan(at + DocumentSize).IndexOf((byte)'\n');
            int end = line < 0 ? bytes.Length : at + DocumentSize + line + 1;
            Documents.Add(bytes[at..end]);
            at = end;
        }
    }

    internal string Name { get; }

    internal byte[] Bytes { get; }

    internal List<byte[]> Documents { get; } = [];

    /// <summary>The corpora of a folder made by corpora.sh, or, without one, texts made up on the spot.</summary>
    internal static List<Corpus> Load(string? folder)
    {
        string[] names = ["pure", "zh", "mix", "en", "code"];
        if (folder is not null)
        {
            return [.. names.Select(name => new Corpus(name, File.ReadAllBytes(Path.Combine(folder, name + ".txt"))))];
        }

        Console.WriteLine("no --corpora DIR (see corpora.sh): the texts are made up, real ones are a little slower");
        return [.. names.Select(static name => new Corpus(name, MadeUp.Text(name, 2_000_000)))];
    }

    internal string Text => Encoding.UTF8.GetString(Bytes);
}
