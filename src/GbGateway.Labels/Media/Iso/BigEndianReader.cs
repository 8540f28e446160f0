namespace GbGateway.Labels.Media.Iso;

/// <summary>Reads numbers of 0 to 8 bytes; behind the end it gives zeros and says so.</summary>
internal ref struct BigEndianReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public bool IsCut { get; private set; }

    public ulong Read(int length)
    {
        if (length > _rest.Length)
        {
            IsCut = true;
            _rest = default;
            return 0;
        }
        ulong value = 0;
        foreach (var part in _rest[..length])
        {
            value = (value << 8) | part;
        }
        _rest = _rest[length..];
        return value;
    }

    public void Skip(int length)
    {
        if (length > _rest.Length)
        {
            IsCut = true;
            _rest = default;
            return;
        }
        _rest = _rest[length..];
    }
}
