using GbGateway.Labels.Explicit;

namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>
/// Puts a stamp into a VP8 key frame by coding only the macroblocks under it anew.
/// 1. Modes and levels are read up to the stamp's last row and a little further; samples only as far as the stamp's blocks are predicted from
///    them. The frame's head stays as it is.
/// 2. From the first macroblock under the stamp on, each part is written anew: those under the stamp by <see cref="Vp8Painter"/>, the others with the modes
///    and levels they had, as their neighbours' new ones change only the chances they are coded by.
/// 3. Once those chances are the old ones again and writer and reader have the same range, all that is left of a part is copied.
/// </summary>
internal sealed class Vp8Surgeon : IDisposable
{
    /// <summary>
    /// Coarsest quantiser step taken (quality 65 to 70 of the reference encoder): beyond it the free samples beside an edge that stays are off by so
    /// much that specks show, while the loss of coding all anew shows less.
    /// </summary>
    private const int CoarsestStep = 26;

    private static readonly Spares<Vp8Surgeon> Idle = new(Math.Max(4, Environment.ProcessorCount));

    private readonly Vp8Frame _frame = new();
    private readonly Vp8Painter _painter = new();
    private readonly Vp8Macroblock _read = new();
    private readonly Vp8Macroblock _painted = new();
    private readonly Vp8Planes _before = new();
    private readonly Vp8Planes _after = new();
    private readonly (Vp8ModeCoder Read, Vp8ModeCoder Written) _modes = (new(), new());
    private readonly (Vp8LevelCoder Read, Vp8LevelCoder Written) _levels = (new(), new());
    private readonly BooleanWriter?[] _writers = new BooleanWriter?[9];
    private readonly PartState[] _states = new PartState[9];

    private enum PartState : byte
    {
        Untouched,
        Written,
        Joined,
    }

    /// <summary>Writes a frame with a stamp.</summary>
    /// <param name="frame">The frame: the content of a chunk <c>VP8 </c>.</param>
    /// <param name="stamp">The stamp, turned as the picture is stored.</param>
    /// <param name="x">Column of its left edge; it must lie within the picture.</param>
    /// <param name="y">Row of its upper edge.</param>
    /// <param name="output">Gets the new frame; what it got is worthless unless null is returned.</param>
    /// <returns>Why it can't be done this way, or null.</returns>
    public static string? TryStamp(ReadOnlySpan<byte> frame, Stamp stamp, int x, int y, ScratchBuffer output)
    {
        var surgeon = Idle.Take() ?? new Vp8Surgeon();
        var reason = surgeon.Stamp(frame, stamp, x, y, output);
        surgeon.Dispose();
        Idle.Put(surgeon);
        return reason;
    }

    /// <summary>Gives the samples' room back; the rest is small and stays.</summary>
    public void Dispose()
    {
        _before.Dispose();
        _after.Dispose();
    }

    private string? Stamp(ReadOnlySpan<byte> frame, Stamp stamp, int x, int y, ScratchBuffer output)
    {
        if (_frame.Read(frame) is { } unfit)
        {
            return unfit;
        }
        if (x < 0 || y < 0 || stamp.Width > _frame.Width - x || stamp.Height > _frame.Height - y || stamp.Width == 0 || stamp.Height == 0)
        {
            return "a stamp that lies outside the picture";
        }
        ref readonly var steps = ref _frame[_frame.FinestSegment];
        if (Math.Max(steps.LumaAc, steps.ChromaAc) > CoarsestStep)
        {
            return "a quantiser too coarse for edges that stay";
        }
        var area = Vp8Area.Under(stamp, x, y, _frame);
        Begin(area);
        if (!TryRewrite(frame, stamp, x, y, area))
        {
            return "edges that no levels give exactly";
        }
        for (var part = 0; part <= _frame.PartCount; part++)
        {
            if (_frame.Readers[part].IsBeyond)
            {
                return "a VP8 frame cut within a part";
            }
        }
        return Assemble(frame, output);
    }

    private void Begin(Vp8Area area)
    {
        _before.Begin(_frame.Columns, area.Bottom + 1);
        _after.Begin(_frame.Columns, area.Bottom + 1);
        _modes.Read.Begin(_frame.Columns);
        _modes.Written.Begin(_frame.Columns);
        _levels.Read.Begin(_frame.Columns);
        _levels.Written.Begin(_frame.Columns);
        _states.AsSpan().Clear();
    }

    private bool TryRewrite(ReadOnlySpan<byte> frame, Stamp stamp, int x, int y, Vp8Area area)
    {
        var (begun, matches) = (false, false);
        for (var row = 0; row < _frame.Rows; row++)
        {
            var part = 1 + row % _frame.PartCount;
            _modes.Read.BeginRow();
            _modes.Written.BeginRow();
            _levels.Read.BeginRow();
            _levels.Written.BeginRow();
            for (var column = 0; column < _frame.Columns; column++)
            {
                begun |= area.Holds(column, row);
                if (begun && Follow(frame, 0, matches) & Follow(frame, part, matches) && AllJoined())
                {
                    return true;
                }
                _modes.Read.Read(frame, ref _frame.Readers[0], _frame, column, _read);
                _levels.Read.Read(frame, ref _frame.Readers[part], _frame, column, _read);
                var written = _read;
                if (area.Needs(column, row))
                {
                    Vp8Reconstruction.Run(_frame, _read, _before, column, row);
                    if (!area.Holds(column, row))
                    {
                        _after.CopyFrom(_before, column, row);
                    }
                    else if (_painter.TryPaint(_frame, _before, _after, stamp, x, y, area, column, row, _painted))
                    {
                        written = _painted;
                    }
                    else
                    {
                        return false;
                    }
                }
                _modes.Written.Write(WriterOf(0), _frame, column, written);
                _levels.Written.Write(WriterOf(part), _frame, column, written);
            }
            matches = row >= area.Bottom && (matches || (_modes.Read.Matches(_modes.Written) && _levels.Read.Matches(_levels.Written)));
        }
        for (var part = 0; part <= _frame.PartCount; part++)
        {
            if (_states[part] == PartState.Written)
            {
                _writers[part]!.Finish();
            }
        }
        return true;
    }

    // Begins a part's new writing, or ends it where what follows can be copied.
    private bool Follow(ReadOnlySpan<byte> frame, int part, bool matches)
    {
        ref var reader = ref _frame.Readers[part];
        if (_states[part] == PartState.Untouched && !matches)
        {
            (_writers[part] ??= new BooleanWriter()).Begin(frame, ref reader);
            _states[part] = PartState.Written;
        }
        else if (_states[part] == PartState.Written && matches && _writers[part]!.Range == reader.Range)
        {
            _writers[part]!.Join(frame, ref reader);
            _states[part] = PartState.Joined;
        }
        return _states[part] != PartState.Written;
    }

    private bool AllJoined()
    {
        for (var part = 0; part <= _frame.PartCount; part++)
        {
            if (_states[part] == PartState.Written)
            {
                return false;
            }
        }
        return true;
    }

    private BooleanWriter? WriterOf(int part) => _states[part] == PartState.Written ? _writers[part] : null;

    private string? Assemble(ReadOnlySpan<byte> frame, ScratchBuffer output)
    {
        var first = Part(frame, 0);
        if (first.Length > Vp8Frame.LongestFirst)
        {
            return "a first part that would grow too long";
        }
        var head = output.GetSpan(Vp8Frame.HeadLength);
        frame[..Vp8Frame.HeadLength].CopyTo(head);
        var tag = (frame[0] & 0x1F) | first.Length << 5;
        (head[0], head[1], head[2]) = ((byte)tag, (byte)(tag >> 8), (byte)(tag >> 16));
        output.Advance(Vp8Frame.HeadLength);
        Append(first, output);
        for (var part = 1; part < _frame.PartCount; part++)
        {
            var length = Part(frame, part).Length;
            if (length > Vp8Frame.LongestPart)
            {
                return "a part that would grow too long";
            }
            Append([(byte)length, (byte)(length >> 8), (byte)(length >> 16)], output);
        }
        for (var part = 1; part <= _frame.PartCount; part++)
        {
            Append(Part(frame, part), output);
        }
        return null;
    }

    private ReadOnlySpan<byte> Part(ReadOnlySpan<byte> frame, int part) =>
        _states[part] == PartState.Untouched ? frame[_frame.Readers[part].Start.._frame.Readers[part].End] : _writers[part]!.Written;

    private static void Append(ReadOnlySpan<byte> bytes, ScratchBuffer output)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }
}
