using System.Security.Cryptography;

namespace GbGateway.Labels.Watermark;

/// <summary>One secret of the watermark, with the number that is written into the mark. Never prints its secret.</summary>
/// <remarks>Without the key a mark can't be read, told from noise in one picture, or made. What its owner can and can't prove: see
/// README.md here.</remarks>
public sealed class WatermarkKey
{
    /// <summary>Shortest secret, in bytes.</summary>
    public const int MinSecretBytes = 16;

    /// <summary>Largest <see cref="Id"/>: it has four bits in the payload.</summary>
    public const int MaxId = 15;

    private readonly byte[] _tagKey;
    private WatermarkDetector? _detector;

    /// <summary>Derives the mark's phases and its authentication key from a secret.</summary>
    /// <param name="id">0 to <see cref="MaxId"/>; tells keys of a period or tenant apart.</param>
    /// <param name="secret">At least <see cref="MinSecretBytes"/> bytes of high entropy, such as 32 bytes of a random generator.</param>
    /// <exception cref="ArgumentException">The secret is too short or plainly not random.</exception>
    public WatermarkKey(int id, ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id, MaxId);
        if (FindWeakness(secret) is { } weakness)
        {
            throw new ArgumentException(weakness, nameof(secret));
        }
        Id = id;
        var carrierKey = new byte[32];
        _tagKey = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, carrierKey, default, "gbgateway watermark 1 carrier"u8);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, _tagKey, default, "gbgateway watermark 1 tag"u8);
        Schedule = new KeySchedule(carrierKey);
    }

    /// <summary>The key's number.</summary>
    public int Id { get; }

    internal KeySchedule Schedule { get; }

    /// <summary>Looks for this key alone.</summary>
    internal WatermarkDetector Detector => _detector ??= new WatermarkDetector(WatermarkKeys.Of(this));

    internal ReadOnlySpan<byte> TagKey => _tagKey;

    /// <summary>What is wrong with a secret, in words that hold none of it, or null.</summary>
    public static string? FindWeakness(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < MinSecretBytes)
        {
            return $"the secret has {secret.Length} bytes; at least {MinSecretBytes} are needed";
        }
        // 16 random bytes have fewer than 8 different values with a chance below 1e-9.
        Span<bool> seen = stackalloc bool[256];
        seen.Clear();
        var different = 0;
        foreach (var value in secret)
        {
            different += seen[value] ? 0 : 1;
            seen[value] = true;
        }
        return different < 8 ? "the secret repeats itself; take the bytes of a random generator" : null;
    }

    /// <summary>The number only.</summary>
    public override string ToString() => $"watermark key {Id}";
}
