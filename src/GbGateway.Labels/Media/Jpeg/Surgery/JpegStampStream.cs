using System.Buffers;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>
/// Puts an explicit label into a JPEG picture that is still arriving: what stands before the label's end leaves as soon as the label's
/// rows are there, what follows is passed on as it comes. The output is that of <see cref="JpegSurgery.TryStamp"/>, however the file is cut.
/// </summary>
/// <remarks>
/// Takes sequential pictures; a progressive one is refused before anything was written. After a refusal with <see cref="HasStarted"/>
/// false, <see cref="Held"/> has every byte pushed, for another way; with true, the file was cut or has a second scan, and what was
/// written must not end like a whole response.
/// </remarks>
/// <param name="planner">Asked once, when the first scan header is there.</param>
/// <param name="maxHeld">Most bytes held before the label is done.</param>
public sealed class JpegStampStream(JpegStampPlanner planner, int maxHeld) : IDisposable
{
    private SurgeryRoom? _room;
    private byte[] _held = [];
    private int _length;
    private JpegStampPlan? _plan;
    private TailWatch _watch;

    /// <summary>Why the picture can't be labelled this way; null as long as it can.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether bytes were written.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Bytes taken and not passed, because the file turned out broken before them.</summary>
    public int LeftOut { get; private set; }

    /// <summary>The bytes pushed so far, as long as <see cref="HasStarted"/> is false.</summary>
    public ReadOnlyMemory<byte> Held => HasStarted ? default : _held.AsMemory(0, _length);

    /// <summary>Takes the next bytes of the file; false if the picture can't be labelled this way (<see cref="Reason"/>).</summary>
    public bool TryPush(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        if (!HasStarted && Reason is null)
        {
            // A refusal stands at the same byte wherever the file was cut.
            var fits = Math.Min(piece.Length, Math.Max(0, maxHeld - _length));
            Hold(piece[..fits]);
            piece = piece[fits..];
            Begin(output);
            if (!HasStarted && Reason is null && !piece.IsEmpty)
            {
                Reason = "a label that ends later than may be waited for";
            }
        }
        if (!HasStarted)
        {
            Hold(piece);
            return Reason is null;
        }
        if (Reason is null)
        {
            return TryPass(piece, output);
        }
        LeftOut += piece.Length;
        return false;
    }

    /// <summary>Says that the file has ended; false if it ended too early or was refused before.</summary>
    public bool TryFinish()
    {
        if (Reason is null && (!HasStarted || _watch.Marker == 0))
        {
            Reason = "a file that was cut";
        }
        return Reason is null;
    }

    /// <summary>Gives back the buffers. <see cref="Held"/> must not be used after.</summary>
    public void Dispose() => Release();

    private void Begin(IBufferWriter<byte> output)
    {
        var file = _held.AsSpan(0, _length);
        Reason = Advance(file, out var isDone);
        if (Reason is null && isDone && (Reason = JpegSurgery.WriteHead(_room!, file, _plan!.Splices.Span, output)) is null)
        {
            HasStarted = true;
            TryPass(file[_room!.Baseline.TailFrom..], output);
            Release();
        }
    }

    private bool TryPass(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        if (_watch.See(piece) && _watch.Marker != 0xD9)
        {
            Reason = "more than one scan";
            LeftOut += piece.Length - _watch.MarkerAt;
            output.Write(piece[.._watch.MarkerAt]);
            return false;
        }
        output.Write(piece);
        return true;
    }

    private string? Advance(ReadOnlySpan<byte> file, out bool isDone)
    {
        isDone = false;
        if (_room is null)
        {
            _room = SurgeryRoom.Rent();
            _room.Header.Start();
        }
        if (_plan is null)
        {
            switch (_room.Header.Read(file))
            {
                case Step.NeedsMore:
                    return null;
                case Step.Refused:
                    return _room.Header.Reason;
            }
            _plan = planner(file[.._room.Header.Scan.Start]);
            if (_plan is null)
            {
                return "left alone";
            }
            if (_room.Header.Frame.IsProgressive)
            {
                return "a progressive picture, which is needed whole";
            }
            if (JpegSurgery.StartBaseline(_room, file, _plan.Stamp, _plan.X, _plan.Y, _plan.Splices.Span) is { } unfit)
            {
                return unfit;
            }
        }
        var step = _room.Baseline.Advance(file);
        isDone = step == Step.Done;
        return step == Step.Refused ? _room.Baseline.Reason : null;
    }

    private void Hold(ReadOnlySpan<byte> piece)
    {
        if (piece.Length > _held.Length - _length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_held.Length * 2, checked(_length + piece.Length)));
            _held.AsSpan(0, _length).CopyTo(larger);
            ReturnHeld();
            _held = larger;
        }
        piece.CopyTo(_held.AsSpan(_length));
        _length += piece.Length;
    }

    private void Release()
    {
        if (Interlocked.Exchange(ref _room, null) is { } room)
        {
            SurgeryRoom.Return(room);
        }
        ReturnHeld();
        (_held, _length) = ([], 0);
    }

    private void ReturnHeld()
    {
        if (_held.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_held);
        }
    }
}
