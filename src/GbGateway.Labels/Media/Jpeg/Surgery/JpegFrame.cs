namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>What a frame header says, and the grid of MCUs that follows from it.</summary>
internal sealed class JpegFrame
{
    public const int MaxComponents = 3;

    private readonly JpegComponent[] _components = new JpegComponent[MaxComponents];

    public bool IsProgressive { get; private set; }

    /// <summary>Pixels a row; 0 until a frame header was read.</summary>
    public int Width { get; private set; }

    public int Height { get; private set; }

    public ReadOnlySpan<JpegComponent> Components => _components.AsSpan(0, Count);

    /// <summary>Components, 1 or 3.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the second and third component are differences of colour; false for gray and RGB.</summary>
    public bool HasChroma { get; set; }

    /// <summary>Most blocks an MCU across of any component.</summary>
    public int MaxHorizontal { get; private set; }

    public int MaxVertical { get; private set; }

    public int McuWidth => MaxHorizontal * 8;

    public int McuHeight => MaxVertical * 8;

    /// <summary>MCUs a row.</summary>
    public int Columns => (Width + McuWidth - 1) / McuWidth;

    /// <summary>Rows of MCUs.</summary>
    public int Rows => (Height + McuHeight - 1) / McuHeight;

    /// <summary>Blocks of all components in an MCU, 1 to 10.</summary>
    public int BlocksPerMcu { get; private set; }

    public void Clear() => (Width, Height, Count) = (0, 0, 0);

    /// <summary>Reads the body of a frame header segment; returns why it can't be worked on, or null.</summary>
    public string? Read(byte marker, ReadOnlySpan<byte> body)
    {
        if (Width != 0)
        {
            return "a second frame header";
        }
        if (body.Length < 6 || body.Length != 6 + 3 * body[5])
        {
            return "a frame header of the wrong length";
        }
        if (body[0] != 8)
        {
            return "samples of other than 8 bits";
        }
        var count = body[5];
        if (count is not (1 or 3))
        {
            return "neither 1 nor 3 components";
        }
        var (width, height) = (body[3] << 8 | body[4], body[1] << 8 | body[2]);
        if (width == 0 || height == 0)
        {
            return "a frame without width or height";
        }
        (MaxHorizontal, MaxVertical, BlocksPerMcu) = (1, 1, 0);
        for (var i = 0; i < count; i++)
        {
            var at = body[(6 + 3 * i)..];
            var (horizontal, vertical) = (at[1] >> 4, at[1] & 15);
            if (horizontal is < 1 or > 4 || vertical is < 1 or > 4 || at[2] > 3)
            {
                return "a sampling factor or table number out of range";
            }
            if (count == 1)
            {
                // A single component is never interleaved: its MCU is one block (T.81 A.2.2).
                (horizontal, vertical) = (1, 1);
            }
            _components[i] = new JpegComponent(at[0], horizontal, vertical, at[2]);
            MaxHorizontal = Math.Max(MaxHorizontal, horizontal);
            MaxVertical = Math.Max(MaxVertical, vertical);
            BlocksPerMcu += horizontal * vertical;
        }
        for (var i = 0; i < count; i++)
        {
            if (MaxHorizontal % _components[i].Horizontal != 0 || MaxVertical % _components[i].Vertical != 0)
            {
                return "fractional sampling";
            }
        }
        if (BlocksPerMcu > 10)
        {
            return "more than 10 blocks an MCU";
        }
        (Width, Height, Count, IsProgressive) = (width, height, count, marker == 0xC2);
        return null;
    }
}
