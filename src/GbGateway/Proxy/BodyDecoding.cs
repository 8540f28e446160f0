using System.IO.Compression;
using System.Net.Http.Headers;

namespace GbGateway.Proxy;

/// <summary>Undoes the Content-Encoding of response bodies: identity was asked for, but upstreams do as they like.</summary>
public static class BodyDecoding
{
    /// <summary>Most encodings stacked on one body.</summary>
    public const int MostLayers = 3;

    /// <summary>Opens the decoded body.</summary>
    /// <param name="encodings">The values of Content-Encoding, in the order they were applied.</param>
    /// <param name="body">The body as sent.</param>
    /// <param name="decoded">The decoded body; <paramref name="body"/> itself if nothing is to be undone.</param>
    /// <returns>Null, or why it can't be decoded.</returns>
    public static string? TryOpen(HeaderStringValues encodings, Stream body, out Stream decoded)
    {
        decoded = body;
        if (encodings.Count == 0)
        {
            return null;
        }
        var names = encodings.SelectMany(static one => one.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(static one => !one.Equals("identity", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (names.Length > MostLayers)
        {
            return $"{names.Length} encodings are stacked on the answer; the cap is {MostLayers}";
        }
        for (var i = names.Length - 1; i >= 0; i--)
        {
            var encoded = new CountingStream(decoded);
            Stream? opened = names[i].ToLowerInvariant() switch
            {
                "gzip" or "x-gzip" => new GZipStream(encoded, CompressionMode.Decompress),
                "br" => new BrotliStream(encoded, CompressionMode.Decompress),
                "deflate" => new InflatingStream(encoded),
                "zstd" => new ZstdSharp.DecompressionStream(encoded, leaveOpen: false),
                _ => null,
            };
            if (opened is null)
            {
                return "the answer has a Content-Encoding this gateway does not know";
            }
            decoded = new RatioCap(encoded, opened);
        }
        return null;
    }
}
