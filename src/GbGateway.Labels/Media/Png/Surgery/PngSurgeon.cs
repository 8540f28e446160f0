using System.Buffers;
using GbGateway.Labels.Explicit;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// Labels a PNG file that arrives in pieces. The copy begins to leave as soon as the label's rows have arrived, and goes on piece by
/// piece; held back at the end are a few bytes, the checksum. The bytes written don't depend on how the file was cut.
/// <para>1 Push until <see cref="PngStep.NeedsOrder"/>. 2 <see cref="Order"/> the stamp that fits the size. 3 Push the rest; at the
/// file's end ask <see cref="IsWhole"/>: if it is false, the copy must be broken off, not ended.</para>
/// </summary>
public sealed class PngSurgeon : IDisposable
{
    /// <summary>Bytes held until the label's rows have arrived, at most.</summary>
    public const int DefaultMaxHeld = 32 << 20;

    private static readonly Spares<PngTail> Tails = new();

    private readonly int _maxHeld;
    private PngOperation? _operation = PngOperation.Rent();
    private PngHeadReader _head;
    private PngDrops _drops = PngDrops.None;
    private ReadOnlyMemory<byte> _metadata;
    private PngLateChunks? _late;
    private PngTail? _tail;
    private int _held;
    private bool _isDisposed;

    /// <summary>Begins with a file of which nothing is known.</summary>
    /// <param name="maxHeld">Bytes held until the label's rows have arrived, at most; a file that needs more is refused.</param>
    public PngSurgeon(int maxHeld = DefaultMaxHeld)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxHeld);
        _maxHeld = maxHeld;
    }

    /// <summary>Where the labelling stands.</summary>
    public PngStep Step { get; private set; }

    /// <summary>Why the file was refused, or is broken.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Whether the file has come to its regular end.</summary>
    public bool IsWhole => Step == PngStep.Labelled && _tail is { AtEnd: true };

    /// <summary>Pixels a row, known from <see cref="PngStep.NeedsOrder"/> on.</summary>
    public int Width => _head.Layout.Width;

    /// <summary>Rows, known from <see cref="PngStep.NeedsOrder"/> on.</summary>
    public int Height => _head.Layout.Height;

    /// <summary>The file's bytes before its picture data, to look for labels and manifests in; from <see cref="PngStep.NeedsOrder"/> to the next push.</summary>
    public ReadOnlySpan<byte> Head => Step == PngStep.NeedsOrder ? _operation!.Held.Span(_head.FirstIdat) : default;

    /// <summary>The file's bytes taken so far, to hand to another path; good while nothing was written.</summary>
    public ReadOnlySpan<byte> Held => Step is PngStep.Labelled or PngStep.Broken || _operation is null ? default : _operation.Held.Span(_held);

    /// <summary>Settles what is to be done. Asked for once, at <see cref="PngStep.NeedsOrder"/>.</summary>
    /// <param name="stamp">The label.</param>
    /// <param name="x">Column of the stamp's left edge.</param>
    /// <param name="y">Row of the stamp's upper edge.</param>
    /// <param name="metadataChunks">Complete chunks to stand before the picture data; they must keep until the label is written.</param>
    /// <param name="drops">Chunks to leave out.</param>
    /// <param name="output">Where the copy goes: the label's rows may already be there.</param>
    /// <returns>Where the labelling stands.</returns>
    public PngStep Order(Stamp stamp, int x, int y, ReadOnlyMemory<byte> metadataChunks, PngDrops drops, IBufferWriter<byte> output) =>
        OrderInStream(stamp, x, y, metadataChunks, drops, null, output);

    /// <summary>As <see cref="Order"/>; <paramref name="late"/> decides in <paramref name="drops"/>' place on the chunks behind the picture data.</summary>
    internal PngStep OrderInStream(
        Stamp stamp, int x, int y, ReadOnlyMemory<byte> metadataChunks, PngDrops drops, PngLateChunks? late, IBufferWriter<byte> output)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (Step != PngStep.NeedsOrder)
        {
            throw new InvalidOperationException($"No order is asked for: the labelling stands at {Step}.");
        }
        (_drops, _metadata, _late) = (drops, metadataChunks, late);
        var (start, length) = _head.Transparency;
        if (_operation!.Graft.TryBegin(_head.Layout, _operation.Held.Span(_held).Slice(start, length), stamp, x, y))
        {
            Work(output);
        }
        else
        {
            Settle(PngStep.Refused, _operation.Graft.Reason);
        }
        return Step;
    }

    /// <summary>Takes a piece of the file, of any length; writes what can leave.</summary>
    /// <param name="piece">The piece. It is taken whole, whatever comes back.</param>
    /// <param name="output">Where the copy goes.</param>
    /// <returns>Where the labelling stands. After <see cref="PngStep.Refused"/> and <see cref="PngStep.Broken"/> pieces are ignored.</returns>
    public PngStep Push(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        switch (Step)
        {
            case PngStep.NeedsOrder:
                throw new InvalidOperationException("The label is to be ordered first.");
            case PngStep.NeedsMore:
                var fits = Math.Min(piece.Length, _maxHeld - _held);
                Hold(piece[..fits], output);
                Go(piece[fits..], output);
                break;
            case PngStep.Labelled:
                Go(piece, output);
                break;
        }
        return Step;
    }

    /// <summary>Gives the scratch memory back.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Release();
        if (Interlocked.Exchange(ref _tail, null) is { } tail)
        {
            tail.End();
            Tails.Put(tail);
        }
    }

    private void Release()
    {
        if (Interlocked.Exchange(ref _operation, null) is { } operation)
        {
            PngOperation.Return(operation);
        }
    }

    private void Settle(PngStep step, string reason) => (Step, Reason) = (step, reason);

    // What is left of a piece once as much is held as may be, or the label is done. The refusal stands at the same byte wherever the file was cut.
    private void Go(ReadOnlySpan<byte> rest, IBufferWriter<byte> output)
    {
        if (Step == PngStep.Labelled && !_tail!.TryPush(rest, output))
        {
            Settle(PngStep.Broken, _tail.Reason);
        }
        else if (Step is PngStep.NeedsMore or PngStep.NeedsOrder && rest.Length > 0)
        {
            Settle(PngStep.Refused, "the label's rows lie farther into the file than is held");
        }
        if (Step == PngStep.Refused)
        {
            Keep(rest);
        }
    }

    private void Keep(ReadOnlySpan<byte> piece)
    {
        _operation!.Held.Reserve((long)_held + piece.Length, _held);
        piece.CopyTo(_operation.Held.Span(_held + piece.Length)[_held..]);
        _held += piece.Length;
    }

    private void Hold(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        Keep(piece);
        if (_head.FirstIdat == 0)
        {
            Settle(_head.Read(_operation!.Held.Span(_held), out var reason), reason);
            return;
        }
        Work(output);
    }

    private void Work(IBufferWriter<byte> output)
    {
        var operation = _operation!;
        var held = operation.Held.Span(_held);
        var run = held[_head.FirstIdat..];
        Settle(operation.Graft.Feed(run), operation.Graft.Reason);
        if (Step == PngStep.Labelled)
        {
            SurgeryChunks.WriteHead(held[.._head.FirstIdat], _drops, output);
            output.Write(_metadata.Span);
            operation.Graft.Write(run, output);
            // Forwarding may take long, and needs nothing of the rest.
            _tail = Tails.Take() ?? new PngTail();
            _tail.Begin(operation.Graft, _drops, _late);
            if (!_tail.TryPush(run[operation.Graft.TailStart..], output))
            {
                Settle(PngStep.Broken, _tail.Reason);
            }
            Release();
        }
    }
}
