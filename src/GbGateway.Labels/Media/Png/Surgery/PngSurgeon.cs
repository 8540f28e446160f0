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

    private readonly int _maxHeld;
    private PngOperation? _operation = PngOperation.Rent();
    private PngHeadReader _head;
    private PngDrops _drops = PngDrops.None;
    private ReadOnlyMemory<byte> _metadata;
    private int _held;

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
    public bool IsWhole => Step == PngStep.Labelled && _operation!.Tail.AtEnd;

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
    public PngStep Order(Stamp stamp, int x, int y, ReadOnlyMemory<byte> metadataChunks, PngDrops drops, IBufferWriter<byte> output)
    {
        ObjectDisposedException.ThrowIf(_operation is null, this);
        if (Step != PngStep.NeedsOrder)
        {
            throw new InvalidOperationException($"No order is asked for: the labelling stands at {Step}.");
        }
        (_drops, _metadata) = (drops, metadataChunks);
        var (start, length) = _head.Transparency;
        if (_operation.Graft.TryBegin(_head.Layout, _operation.Held.Span(_held).Slice(start, length), stamp, x, y))
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
        ObjectDisposedException.ThrowIf(_operation is null, this);
        switch (Step)
        {
            case PngStep.NeedsOrder:
                throw new InvalidOperationException("The label is to be ordered first.");
            case PngStep.NeedsMore:
                Hold(piece, output);
                break;
            case PngStep.Labelled when !_operation.Tail.TryPush(piece, output):
                Settle(PngStep.Broken, _operation.Tail.Reason);
                break;
        }
        return Step;
    }

    /// <summary>Gives the scratch memory back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _operation, null) is { } operation)
        {
            PngOperation.Return(operation);
        }
    }

    private void Settle(PngStep step, string reason) => (Step, Reason) = (step, reason);

    private void Hold(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        var operation = _operation!;
        if ((long)_held + piece.Length > _maxHeld && _head.FirstIdat == 0)
        {
            Settle(PngStep.Refused, "more bytes before the picture data than are held");
            return;
        }
        operation.Held.Reserve((long)_held + piece.Length, _held);
        piece.CopyTo(operation.Held.Span(_held + piece.Length)[_held..]);
        _held += piece.Length;
        if (_head.FirstIdat == 0)
        {
            Settle(_head.Read(operation.Held.Span(_held), out var reason), reason);
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
            operation.Tail.Begin(operation.Graft, _drops);
            if (!operation.Tail.TryPush(run[operation.Graft.TailStart..], output))
            {
                Settle(PngStep.Broken, operation.Tail.Reason);
            }
        }
        else if (Step == PngStep.NeedsMore && _held > _maxHeld)
        {
            Settle(PngStep.Refused, "the label's rows lie farther into the file than is held");
        }
    }
}
