using System.IO.Compression;

namespace GbGateway.Labels.Verification.Shapes;

/// <summary>Inflates zlib data up to a bound: bombs end there.</summary>
internal static class Inflated
{
    public const int Most = 4 << 20;

    /// <summary>What could be inflated, at most <paramref name="most"/> bytes; broken data gives its good begin.</summary>
    public static byte[] Zlib(ReadOnlySpan<byte> data, int most = Most)
    {
        using var source = new MemoryStream(data.ToArray());
        using var inflate = new ZLibStream(source, CompressionMode.Decompress);
        return ReadBounded(inflate, most);
    }

    public static byte[] ReadBounded(Stream stream, int most)
    {
        using var output = new MemoryStream();
        var buffer = new byte[16 << 10];
        try
        {
            int read;
            while (output.Length < most && (read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, most - output.Length))) > 0)
            {
                output.Write(buffer, 0, read);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            // the good begin counts
        }
        return output.ToArray();
    }
}
