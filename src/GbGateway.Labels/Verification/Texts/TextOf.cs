using System.Text;

namespace GbGateway.Labels.Verification.Texts;

/// <summary>Tells texts from other bytes and decodes them.</summary>
internal static class TextOf
{
    /// <summary>Longest text that is looked into, in bytes; of a longer one the begin and the end are.</summary>
    public const int Longest = 8 << 20;

    private const int Sample = 8192;

    /// <summary>Whether the bytes are a text: no zero bytes, or UTF-16 with its mark.</summary>
    public static bool IsText(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || file.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return true;
        }
        var head = file[..Math.Min(file.Length, Sample)];
        foreach (var value in head)
        {
            if (value < 0x09 || value is 0x0B or (> 0x0D and < 0x20 and not 0x1B))
            {
                return false;
            }
        }
        // Latin-1 and GBK texts have some invalid sequences, binaries have many.
        var text = Encoding.UTF8.GetString(head);
        return text.Count(static c => c == '\uFFFD') <= text.Length / 4;
    }

    public static string Decode(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Encoding.Unicode.GetString(Bounded(file[2..]));
        }
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Encoding.BigEndianUnicode.GetString(Bounded(file[2..]));
        }
        return Encoding.UTF8.GetString(Bounded(file.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? file[3..] : file));
    }

    private static ReadOnlySpan<byte> Bounded(ReadOnlySpan<byte> text)
    {
        if (text.Length <= Longest)
        {
            return text;
        }
        const int Half = Longest / 2;
        return (byte[])[.. text[..Half], .. text[^Half..]];
    }
}
