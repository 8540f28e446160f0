using System.Buffers;

namespace GbGateway.Content.Filtering;

/// <summary>
/// The bytes a <see cref="TextFilter"/> still needs: as text, and as they stood in the body, which differs where JSON escapes were
/// resolved.
/// </summary>
internal sealed class FilterWindow : IUnescaped, IDisposable
{
    private byte[] _text = [];
    private byte[] _raw = [];
    private int[] _rawAt = [];
    private int _rawLength;
    private bool _escaped;

    internal int Length { get; private set; }

    internal ReadOnlySpan<byte> Text => _text.AsSpan(0, Length);

    /// <summary>Adds text that stands in the body as it is.</summary>
    public void Append(ReadOnlySpan<byte> text)
    {
        Grow(ref _text, Length, text.Length);
        text.CopyTo(_text.AsSpan(Length));
        if (_escaped)
        {
            Grow(ref _raw, _rawLength, text.Length);
            Grow(ref _rawAt, Length, text.Length + 1);
            text.CopyTo(_raw.AsSpan(_rawLength));
            for (int i = 0; i < text.Length; i++)
            {
                _rawAt[Length + i] = _rawLength + i;
            }

            _rawLength += text.Length;
        }

        Length += text.Length;
    }

    /// <summary>Adds a character that the body spells <paramref name="raw"/>.</summary>
    public void AppendEscaped(ReadOnlySpan<byte> character, ReadOnlySpan<byte> raw)
    {
        if (!_escaped)
        {
            BeginEscaped();
        }

        Grow(ref _text, Length, character.Length);
        Grow(ref _raw, _rawLength, raw.Length);
        Grow(ref _rawAt, Length, character.Length + 1);
        character.CopyTo(_text.AsSpan(Length));
        raw.CopyTo(_raw.AsSpan(_rawLength));
        _rawAt.AsSpan(Length, character.Length).Fill(_rawLength);
        Length += character.Length;
        _rawLength += raw.Length;
    }

    /// <summary>A range of the text as it stood in the body.</summary>
    internal ReadOnlySpan<byte> Raw(int start, int end)
    {
        if (!_escaped)
        {
            return _text.AsSpan(start, end - start);
        }

        int from = start == Length ? _rawLength : _rawAt[start];
        int to = end == Length ? _rawLength : _rawAt[end];
        return _raw.AsSpan(from, to - from);
    }

    /// <summary>Offset in the body, counted from the start of the window, of an offset in the text.</summary>
    internal int RawOffset(int offset) => !_escaped ? offset : offset == Length ? _rawLength : _rawAt[offset];

    internal void Drop(int bytes)
    {
        if (bytes == 0)
        {
            return;
        }

        if (_escaped)
        {
            int raw = RawOffset(bytes);
            _raw.AsSpan(raw, _rawLength - raw).CopyTo(_raw);
            _rawLength -= raw;
            for (int i = bytes; i < Length; i++)
            {
                _rawAt[i - bytes] = _rawAt[i] - raw;
            }
        }

        _text.AsSpan(bytes, Length - bytes).CopyTo(_text);
        Length -= bytes;
        _escaped &= Length > 0;
    }

    public void Dispose()
    {
        Return(ref _text);
        Return(ref _raw);
        Return(ref _rawAt);
        Length = _rawLength = 0;
        _escaped = false;
    }

    private void BeginEscaped()
    {
        _escaped = true;
        Grow(ref _raw, 0, Length);
        Grow(ref _rawAt, 0, Length + 1);
        Text.CopyTo(_raw);
        for (int i = 0; i < Length; i++)
        {
            _rawAt[i] = i;
        }

        _rawLength = Length;
    }

    private static void Grow<T>(ref T[] array, int used, int more)
    {
        if (array.Length - used >= more)
        {
            return;
        }

        T[] larger = ArrayPool<T>.Shared.Rent(checked(Math.Max(used + more, used * 2)));
        array.AsSpan(0, used).CopyTo(larger);
        Return(ref array);
        array = larger;
    }

    private static void Return<T>(ref T[] array)
    {
        T[] old = Interlocked.Exchange(ref array, []);
        if (old.Length > 0)
        {
            ArrayPool<T>.Shared.Return(old);
        }
    }
}
