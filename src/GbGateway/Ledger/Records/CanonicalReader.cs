using System.Buffers.Binary;
using System.Text;

namespace GbGateway.Ledger.Records;

/// <summary>Reads what <see cref="CanonicalWriter"/> writes; anything else, a second encoding of the same facts included, is malformed.</summary>
internal ref struct CanonicalReader(ReadOnlySpan<byte> body)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = body;

    /// <summary>Whether the body broke the encoding; then <see cref="MoveNext"/> gave false.</summary>
    public bool IsMalformed { get; private set; }

    public byte Tag { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public bool MoveNext()
    {
        if (_rest.IsEmpty || IsMalformed)
        {
            return false;
        }
        var tag = _rest[0];
        uint length = 0;
        var at = 1;
        for (var shift = 0; ; shift += 7, at++)
        {
            if (at >= _rest.Length || shift > 21)
            {
                return Malformed();
            }
            length |= (uint)(_rest[at] & 0x7F) << shift;
            if (_rest[at] < 0x80)
            {
                if (_rest[at] == 0 && shift > 0)
                {
                    return Malformed(); // a longer encoding of a short length
                }
                at++;
                break;
            }
        }
        // Repeated tags are lists; descending ones are no canonical order.
        if (length == 0 || length > (uint)(_rest.Length - at) || tag < Tag || tag == 0)
        {
            return Malformed();
        }
        Tag = tag;
        Value = _rest.Slice(at, (int)length);
        _rest = _rest[(at + (int)length)..];
        return true;
    }

    public string Text()
    {
        try
        {
            return Strict.GetString(Value);
        }
        catch (DecoderFallbackException)
        {
            IsMalformed = true;
            return "";
        }
    }

    public long Number()
    {
        if (Value.Length == sizeof(long) && BinaryPrimitives.ReadInt64BigEndian(Value) is var value and not 0)
        {
            return value;
        }
        IsMalformed = true;
        return 0;
    }

    private bool Malformed()
    {
        IsMalformed = true;
        return false;
    }
}
