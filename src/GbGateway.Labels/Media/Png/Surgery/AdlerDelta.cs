namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>The change of a stream's Adler-32: both of its sums are linear in the bytes, so only the changed ones are looked at.</summary>
internal struct AdlerDelta
{
    private const long Modulus = 65521;

    private long _first;
    private long _second;

    /// <summary>
    /// Adds changes of bytes that lie together. <paramref name="change"/> is the sum of new minus old, <paramref name="weighted"/> the same
    /// sum with each change times the byte's distance from the stream's end, its own included.
    /// </summary>
    public void Add(long change, long weighted) => (_first, _second) = ((_first + change) % Modulus, (_second + weighted) % Modulus);

    /// <summary>The checksum of the changed stream.</summary>
    public readonly uint Apply(uint adler)
    {
        var first = ((adler & 0xFFFF) + _first) % Modulus;
        var second = ((adler >> 16) + _second) % Modulus;
        return (uint)((second + Modulus) % Modulus << 16 | (first + Modulus) % Modulus);
    }
}
