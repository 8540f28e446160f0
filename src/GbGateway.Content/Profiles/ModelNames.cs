using System.Text;

namespace GbGateway.Content.Profiles;

/// <summary>Names of models as requests write them. Few models answer many requests: a name seen before is not made again.</summary>
internal static class ModelNames
{
    /// <summary>Longer names are cut, in bytes.</summary>
    private const int Longest = 200;

    private const int Kept = 256;

    private static readonly Name?[] Names = new Name?[Kept];

    /// <summary>The name that the raw content of a JSON string holds.</summary>
    public static string Read(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, Longest)];
        var hash = new HashCode();
        hash.AddBytes(text);
        ref var place = ref Names[hash.ToHashCode() & (Kept - 1)];
        if (Volatile.Read(ref place) is { } known && text.SequenceEqual(known.Bytes))
        {
            return known.Text;
        }
        var name = new Name(text.ToArray(), Encoding.UTF8.GetString(text));
        Volatile.Write(ref place, name);
        return name.Text;
    }

    private sealed record Name(byte[] Bytes, string Text);
}
