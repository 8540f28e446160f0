using System.Security.Cryptography;
using System.Text;

namespace GbGateway.Labels.Watermark;

/// <summary>
/// The keys in service: the first marks, all of them are looked for. To rotate, put the new key first and leave the old ones below.
/// </summary>
public sealed class WatermarkKeys
{
    private WatermarkKeys(WatermarkKey[] all) => All = all;

    /// <summary>Every key, as listed.</summary>
    public IReadOnlyList<WatermarkKey> All { get; }

    /// <summary>The key new pictures are marked with.</summary>
    public WatermarkKey Active => All[0];

    /// <summary>The key of a number, or null.</summary>
    public WatermarkKey? Find(int id) => Array.Find((WatermarkKey[])All, key => key.Id == id);

    /// <summary>Puts keys into service.</summary>
    /// <exception cref="ArgumentException">There is none, or two have one number.</exception>
    public static WatermarkKeys Of(params ReadOnlySpan<WatermarkKey> keys)
    {
        if (keys.IsEmpty)
        {
            throw new ArgumentException("At least one watermark key is needed.", nameof(keys));
        }
        for (var i = 0; i < keys.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (keys[i].Id == keys[j].Id)
                {
                    throw new ArgumentException($"Two watermark keys have the number {keys[i].Id}.", nameof(keys));
                }
            }
        }
        return new WatermarkKeys(keys.ToArray());
    }

    /// <summary>
    /// Reads a secret file: a key a line, <c>number:secret</c>, the secret in hex or base64 as generators print it; empty lines and lines
    /// that begin with <c>#</c> are left out.
    /// </summary>
    /// <param name="utf8">The file. The caller owns and may clear it.</param>
    /// <param name="mistakes">Every mistake with its line number, none with any part of a secret.</param>
    /// <returns>The keys, or null if there was a mistake.</returns>
    public static WatermarkKeys? Parse(ReadOnlySpan<byte> utf8, out IReadOnlyList<string> mistakes)
    {
        var found = new List<string>();
        mistakes = found;
        var keys = new List<WatermarkKey>();
        var number = 0;
        foreach (var range in utf8.Split((byte)'\n'))
        {
            number++;
            var line = utf8[range].Trim(" \t\r"u8);
            if (line.IsEmpty || line[0] == '#')
            {
                continue;
            }
            var (key, mistake) = ParseLine(line);
            mistake ??= keys.Exists(k => k.Id == key!.Id) ? $"the number {key!.Id} stands on another line too" : null;
            if (mistake is null)
            {
                keys.Add(key!);
            }
            else
            {
                found.Add($"line {number}: {mistake}");
            }
        }
        if (keys.Count == 0 && found.Count == 0)
        {
            found.Add("there is no key; write one a line as number:secret");
        }
        return found.Count == 0 ? new WatermarkKeys([.. keys]) : null;
    }

    private static (WatermarkKey? Key, string? Mistake) ParseLine(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon < 0 || !int.TryParse(line[..colon].Trim((byte)' '), out var id) || id is < 0 or > WatermarkKey.MaxId)
        {
            return (null, $"must be number:secret, the number 0 to {WatermarkKey.MaxId}");
        }
        var text = Encoding.UTF8.GetString(line[(colon + 1)..].Trim((byte)' '));
        var secret = new byte[text.Length];
        try
        {
            if (!TryDecode(text, secret, out var length))
            {
                return (null, "the secret is neither hex nor base64");
            }
            return WatermarkKey.FindWeakness(secret.AsSpan(0, length)) is { } weakness
                ? (null, weakness)
                : (new WatermarkKey(id, secret.AsSpan(0, length)), null);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static bool TryDecode(string text, Span<byte> secret, out int length)
    {
        if (text.Length % 2 == 0 && text.AsSpan().IndexOfAnyExcept("0123456789abcdefABCDEF") < 0)
        {
            Convert.FromHexString(text, secret, out _, out length);
            return true;
        }
        return Convert.TryFromBase64String(text, secret, out length);
    }
}
