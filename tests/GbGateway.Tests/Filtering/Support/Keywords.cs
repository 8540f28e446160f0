using System.Buffers;
using System.Text;
using GbGateway.Content.Filtering;

namespace GbGateway.Tests.Filtering;

/// <summary>Libraries and filter runs in one line.</summary>
internal static class Keywords
{
    internal static KeywordLibrary Library(params IEnumerable<string> words) =>
        new("test", "1", [.. words.Select(static word => new KeywordEntry { Text = word })]);

    internal static KeywordLibrary Library(params IEnumerable<KeywordEntry> entries) => new("test", "1", [.. entries]);

    internal static KeywordSet Set(FilterAction action, params IEnumerable<KeywordEntry> entries) =>
        KeywordSet.Compile([Library(entries)], new FilterActions(action), DateOnly.MinValue);

    internal static KeywordSet Set(FilterAction action, params IEnumerable<string> words) =>
        KeywordSet.Compile([Library(words)], new FilterActions(action), DateOnly.MinValue);

    /// <summary>The pieces through a filter, and what it wrote.</summary>
    internal static (string Output, FilterVerdict Verdict) Run(KeywordSet set, IEnumerable<byte[]> pieces, bool json = false, TextFilterOptions? options = null)
    {
        using var filter = new TextFilter(set, options, json);
        var output = new ArrayBufferWriter<byte>();
        foreach (byte[] piece in pieces)
        {
            filter.Push(piece, output);
        }

        FilterVerdict verdict = filter.Flush(output);
        return (Encoding.Latin1.GetString(output.WrittenSpan), verdict);
    }

    internal static string Filter(KeywordSet set, string text, bool json = false) =>
        Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(Run(set, [Encoding.UTF8.GetBytes(text)], json).Output));

    /// <summary>A text cut into pieces of the given sizes, over and over.</summary>
    internal static IEnumerable<byte[]> Cut(byte[] text, Func<int> size)
    {
        for (int at = 0; at < text.Length;)
        {
            int length = Math.Min(size(), text.Length - at);
            yield return text[at..(at + length)];
            at += length;
        }
    }
}
