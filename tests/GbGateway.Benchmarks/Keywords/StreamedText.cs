using System.Buffers;
using GbGateway.Content.Filtering;

namespace GbGateway.Benchmarks.Keywords;

/// <summary>A document in pieces: through the matcher alone, and through the filter that also copies, holds back and releases.</summary>
internal static class StreamedText
{
    internal const int Piece = 24;

    private static readonly ArrayBufferWriter<byte> Output = new(1 << 20);

    /// <summary>The window moves over the document as it would over the text held back.</summary>
    internal static long Match(KeywordSet set, byte[] document)
    {
        var counter = default(HitCounter);
        ScanState state = default;
        int from = 0;
        for (int at = 0; at < document.Length; at += Piece)
        {
            int to = Math.Min(at + Piece, document.Length);
            ScanResult result = set.Scan(document.AsSpan(from, to - from), ref state, to == document.Length, ref counter);
            state.Drop(result.Live);
            from += result.Live;
        }

        return counter.Hits;
    }

    internal static long Filter(KeywordSet set, byte[] document)
    {
        using var filter = new TextFilter(set);
        for (int at = 0; at < document.Length; at += Piece)
        {
            filter.Push(document.AsSpan(at, Math.Min(Piece, document.Length - at)), Output);
        }

        long hits = filter.Flush(Output).Hits;
        Output.ResetWrittenCount();
        return hits;
    }

    /// <summary>Bytes held back behind a piece, on average.</summary>
    internal static double Held(KeywordSet set, Corpus corpus)
    {
        long held = 0, pieces = 0;
        foreach (byte[] document in corpus.Documents)
        {
            using var filter = new TextFilter(set);
            for (int at = 0; at < document.Length; at += Piece, pieces++)
            {
                filter.Push(document.AsSpan(at, Math.Min(Piece, document.Length - at)), Output);
                held += filter.Held;
            }

            Output.ResetWrittenCount();
        }

        return (double)held / pieces;
    }
}
