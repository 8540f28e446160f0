using System.Security.Cryptography;

namespace GbGateway.Labels;

/// <summary>Makes ProduceIDs: 26 characters of Crockford base32, 48 bits of milliseconds then 80 random bits; sortable by time, unique, only <c>GB-E-j</c> characters.</summary>
public sealed class ProduceIDSource(TimeProvider time)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Characters of a ProduceID.</summary>
    public const int Length = 26;

    private readonly Lock _lock = new();
    private readonly byte[] _random = new byte[10];
    private long _milliseconds = -1;

    /// <summary>The next ProduceID; within one process they strictly increase, even when the clock steps back.</summary>
    public string Next() => string.Create(Length, this, static (text, source) => source.Write(text));

    private void Write(Span<char> text)
    {
        Span<byte> random = stackalloc byte[10];
        long milliseconds;
        lock (_lock)
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            if (now > _milliseconds)
            {
                _milliseconds = now;
                RandomNumberGenerator.Fill(_random);
                _random[0] &= 0x7F; // room to count up within one millisecond
            }
            else
            {
                for (var i = _random.Length - 1; i >= 0 && ++_random[i] == 0; i--)
                {
                }
            }
            milliseconds = _milliseconds;
            _random.CopyTo(random);
        }
        for (var i = 9; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(milliseconds & 31)];
            milliseconds >>= 5;
        }
        ulong bits = 0;
        var count = 0;
        var at = 10;
        foreach (var value in random)
        {
            bits = (bits << 8) | value;
            count += 8;
            while (count >= 5)
            {
                count -= 5;
                text[at++] = Alphabet[(int)((bits >> count) & 31)];
            }
        }
    }
}
