namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>One macroblock as coded: modes, and the levels of its 25 blocks (16 of luma, 4 of each chroma, luma's second order).</summary>
internal sealed class Vp8Macroblock
{
    /// <summary>The block of luma's second order.</summary>
    public const int Second = 24;

    public int Segment { get; set; }

    /// <summary>Whether it says that it has no coefficients.</summary>
    public bool IsSkipped { get; set; }

    /// <summary>Whether each small block of luma has a mode of its own.</summary>
    public bool HasSmallModes { get; set; }

    /// <summary>The mode of luma as a whole.</summary>
    public Vp8Mode LumaMode { get; set; }

    public Vp8Mode ChromaMode { get; set; }

    public Vp8Mode[] SmallModes { get; } = new Vp8Mode[16];

    /// <summary>16 levels a block, in coded order.</summary>
    public short[] Levels { get; } = new short[25 * 16];

    /// <summary>For each block where its levels end as coded: behind the last one that is not zero, or 16.</summary>
    public byte[] Ends { get; } = new byte[25];

    /// <summary>Whether any block has levels.</summary>
    public bool HasLevels
    {
        get
        {
            var first = HasSmallModes ? 0 : 1;
            for (var i = 0; i < 24; i++)
            {
                if (Ends[i] > (i < 16 ? first : 0))
                {
                    return true;
                }
            }
            return !HasSmallModes && Ends[Second] > 0;
        }
    }

    /// <summary>Forgets the levels.</summary>
    public void ClearLevels()
    {
        Array.Clear(Levels);
        Array.Clear(Ends);
    }
}
