using System.Buffers.Binary;
using System.Security.Cryptography;

namespace GbGateway.Labels.Watermark;

/// <summary>Random numbers that only a key tells: HMAC-SHA256 of a counter.</summary>
internal sealed class KeyStream(byte[] key)
{
    private readonly byte[] _block = new byte[32];
    private int _counter;
    private int _used = 32;

    /// <summary>32 random bits.</summary>
    public uint Next()
    {
        if (_used == _block.Length)
        {
            Span<byte> counter = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(counter, _counter++);
            HMACSHA256.HashData(key, counter, _block);
            _used = 0;
        }
        var value = BinaryPrimitives.ReadUInt32BigEndian(_block.AsSpan(_used));
        _used += 4;
        return value;
    }

    /// <summary>The numbers 0 to <paramref name="count"/> - 1 in random order, every order equally likely.</summary>
    public ushort[] Permutation(int count)
    {
        var order = new ushort[count];
        for (var i = 0; i < count; i++)
        {
            var j = Below((uint)i + 1);
            order[i] = order[j];
            order[j] = (ushort)i;
        }
        return order;
    }

    private uint Below(uint limit)
    {
        // Values of the last, incomplete run of `limit` would favour small results: drawn again.
        var whole = uint.MaxValue - uint.MaxValue % limit;
        uint value;
        do
        {
            value = Next();
        }
        while (value >= whole);
        return value % limit;
    }
}
