namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>One scan of a progressive picture: where it lies, what was found in it, what is to stand in its place.</summary>
internal struct ScanWork
{
    public JpegScan Scan;

    /// <summary>File offset of the marker behind the scan.</summary>
    public int End;

    /// <summary>The first unit coded anew, which begins with a symbol of its own, and the DC values before it.</summary>
    public int FirstUnit;

    public JpegScan.Slots<int> Predicted;

    /// <summary>The unit from which the old bits go on, or the scan's total.</summary>
    public int EndUnit;

    /// <summary>Blocks from <see cref="EndUnit"/> on that the run of blocks without coefficients reaching there still covers.</summary>
    public int RunLeft;

    /// <summary>File offset up to which the scan is as it was, and the bits (0 to 7) of the byte there that also are.</summary>
    public int KeptUntil;

    public byte FirstByte;

    public int FirstBits;

    /// <summary>File offset from which the scan is as it was; <see cref="LastBits"/> (1 to 8) bits of the byte before it also are, unless 0 or 8.</summary>
    public int TailFrom;

    public byte LastByte;

    public int LastBits;

    /// <summary>Whether the new bits end at a marker, so that they are filled with ones and need not fit the old ones.</summary>
    public bool EndsAtMarker;

    /// <summary>Restart markers before <see cref="FirstUnit"/>.</summary>
    public int Restarts;

    /// <summary>The new bytes, unstuffed, within those of all scans, and the restart markers among them.</summary>
    public int NewStart;

    public int NewEnd;

    public int MarksStart;

    public int MarksEnd;
}
