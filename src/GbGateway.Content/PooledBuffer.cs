using System.Buffers;

namespace GbGateway.Content;

/// <summary>A growing byte buffer on rented arrays. One owner; given back once.</summary>
public sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    /// <summary>An array larger than this goes back once all in it was dropped: what follows a large piece is small.</summary>
    private const int LargestKept = 256 << 10;

    private byte[] _array = [];
    private int _start;
    private int _end;

    /// <summary>Bytes written and not yet dropped.</summary>
    public int Length => _end - _start;

    /// <summary>The bytes written and not yet dropped.</summary>
    public ReadOnlySpan<byte> Span => _array.AsSpan(_start, _end - _start);

    /// <summary>The bytes written and not yet dropped.</summary>
    public ReadOnlyMemory<byte> Memory => _array.AsMemory(_start, _end - _start);

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _end += bytes.Length;
    }

    /// <summary>Drops bytes from the front.</summary>
    public void Drop(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Length);
        _start += count;
        if (_start == _end)
        {
            _start = _end = 0;
            if (_array.Length > LargestKept)
            {
                Dispose();
            }
        }
    }

    /// <summary>Takes bytes out of the middle; what follows moves up.</summary>
    public void Remove(int at, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)at, (uint)Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(Length - at));
        _array.AsSpan(_start + at + count, Length - at - count).CopyTo(_array.AsSpan(_start + at));
        _end -= count;
    }

    /// <summary>Drops everything and keeps the array.</summary>
    public void Clear() => _start = _end = 0;

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_array.Length - _end));
        _end += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _array.AsMemory(_end);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _array.AsSpan(_end);
    }

    /// <summary>Gives the array back; the buffer may be used again and rents anew.</summary>
    public void Dispose()
    {
        var array = Interlocked.Exchange(ref _array, []);
        _start = _end = 0;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void Reserve(int size)
    {
        if (_array.Length - _end >= size)
        {
            return;
        }
        var length = _end - _start;
        if (_start > 0 && _array.Length - length >= size && length <= _array.Length / 2)
        {
            _array.AsSpan(_start, length).CopyTo(_array);
        }
        else
        {
            var bigger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max((long)length + size, Math.Max(1024, length * 2L))));
            _array.AsSpan(_start, length).CopyTo(bigger);
            var old = _array;
            _array = bigger;
            if (old.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(old);
            }
        }
        (_start, _end) = (0, length);
    }
}
