namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Codes the part of a progressive scan (T.81 annex G) that the label changes, from coefficients, into a sink.</summary>
/// <remarks>
/// Coded twice at most: the second time with edits that make the bits after it keep their place within a byte. An edit touches only what
/// this scan and later ones code, so scans are written in the order of the file.
/// </remarks>
internal sealed partial class ProgressiveWriter(CoefficientStore store, BitSink sink, List<RestartMark> marks)
{
    private readonly PhaseChoice _choice = new();
    private readonly RunSplits _splits = new();
    private LabelArea _area;
    private HeaderReader _header = null!;
    private JpegScan _scan;
    private ScanUnits _units;
    private int _endUnit;
    private int _runLeft;
    private WritePlace _mark;

    /// <summary>Set when the old bits after the label could not be joined; the picture must be coded to its end.</summary>
    public bool CannotJoin { get; set; }

    public string? Reason { get; private set; }

    /// <summary>Writes one scan's new bits to the sink, from its start; false with a reason, or with <see cref="CannotJoin"/>.</summary>
    public bool TryWrite(HeaderReader header, in LabelArea area, in ScanWork work, in ScanUnits units)
    {
        (_header, _area, _scan, _units, _endUnit, _runLeft) = (header, area, work.Scan, units, work.EndUnit, work.RunLeft);
        (CannotJoin, Reason) = (false, null);
        _splits.Clear();
        // Edits are looked for in the label's last row first, which is soon written again; then everywhere.
        var lastRow = Math.Max(work.FirstUnit, (units.Bottom - 1) * units.Columns);
        if (!TryStart(work, lastRow))
        {
            return false;
        }
        if (work.EndsAtMarker)
        {
            sink.Pad();
            return true;
        }
        if (Missing(work) is var few and not 0 && !_choice.CanReach(few) && !TryStart(work, work.FirstUnit))
        {
            return false;
        }
        if (Missing(work) is var missing and not 0)
        {
            CannotJoin = !_choice.CanReach(missing);
            if (CannotJoin)
            {
                return false;
            }
            Apply(missing);
            if (!TryResume(work))
            {
                return false;
            }
            CannotJoin = Missing(work) != 0;
            if (CannotJoin)
            {
                return false;
            }
        }
        if (work.LastBits != 8)
        {
            sink.Write((uint)(work.LastByte & 0xFF >> (8 - work.LastBits)), work.LastBits);
        }
        return true;
    }

    /// <summary>Bits, modulo 8, that are lacking for the old ones to go on where they are.</summary>
    private int Missing(in ScanWork work) => (int)((8 - work.LastBits - sink.Position) & 7);

    private bool TryStart(in ScanWork work, int markUnit)
    {
        sink.Start(work.FirstByte, work.FirstBits);
        marks.Clear();
        StartRuns();
        var at = new WritePlace(work.FirstUnit, work.Restarts, sink.Mark(), 0, work.Predicted);
        return TryPass(work, at, markUnit);
    }

    private bool TryResume(in ScanWork work)
    {
        sink.Return(_mark.Sink);
        marks.RemoveRange(_mark.Marks, marks.Count - _mark.Marks);
        StartRuns();
        return TryPass(work, _mark, _mark.Unit);
    }

    /// <summary>Writes from a place on; sites of edits are those from <paramref name="markUnit"/> on, which is where writing can be resumed.</summary>
    private bool TryPass(in ScanWork work, WritePlace at, int markUnit)
    {
        var (predicted, restarts) = (at.Predicted, at.Restarts);
        for (var unit = at.Unit; unit < work.EndUnit; unit++)
        {
            if (unit == markUnit)
            {
                // What is written again begins with a run of its own.
                if (!TryEndRun(unit, 0))
                {
                    return false;
                }
                _choice.Clear();
                ForgetDifferences();
                _mark = new WritePlace(unit, restarts, sink.Mark(), marks.Count, predicted);
            }
            sink.Reserve(_units.BlocksPerUnit * BlockWriter.BytesPerBlock);
            var isFine = _scan.First != 0
                ? _scan.High == 0 ? TryWriteFirst(unit) : TryWriteRefinement(unit)
                : _scan.High == 0 ? TryWriteDc(unit, ref predicted) : WriteDcBits(unit);
            if (!isFine)
            {
                return false;
            }
            if (_scan.RestartInterval != 0 && (unit + 1) % _scan.RestartInterval == 0 && unit + 1 < work.EndUnit)
            {
                if (!TryEndRun(unit + 1, 0))
                {
                    return false;
                }
                sink.Pad();
                marks.Add(new RestartMark((int)(sink.Position >> 3), (byte)(restarts++ & 7)));
                _choice.Clear();
                ForgetDifferences();
                predicted = default;
            }
        }
        return TryEndRun(work.EndUnit, _runLeft);
    }

    private void Apply(int bits)
    {
        _splits.Clear();
        while (_choice.TryTake(ref bits, out var site, out var edit))
        {
            if (edit.Place == RunSplits.Place)
            {
                _splits.Set(site, edit.Value);
            }
            else
            {
                store.Block(site)[edit.Place] = edit.Value;
            }
        }
    }

    private bool Refuse(string reason)
    {
        Reason = reason;
        return false;
    }

    private float Cost(int place) => (float)_header.Quant(_scan.Component[0]).Steps[place] * _header.Quant(_scan.Component[0]).Steps[place]
        * (1 << 2 * _scan.Low) * (_scan.Component[0] == 0 ? 1 : 4);
}
