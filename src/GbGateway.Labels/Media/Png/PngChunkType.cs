namespace GbGateway.Labels.Media.Png;

/// <summary>The chunk types this product tells apart, as big-endian numbers.</summary>
internal static class PngChunkType
{
    public const uint Ihdr = 0x49484452;
    public const uint Plte = 0x504C5445;
    public const uint Idat = 0x49444154;
    public const uint Iend = 0x49454E44;
    public const uint Trns = 0x74524E53;
    public const uint Bkgd = 0x624B4744;
    public const uint Hist = 0x68495354;
    public const uint Sbit = 0x73424954;
    public const uint Text = 0x74455874;
    public const uint Ztxt = 0x7A545874;
    public const uint Itxt = 0x69545874;
    public const uint Exif = 0x65584966;
    public const uint Actl = 0x6163544C;
    public const uint Fctl = 0x6663544C;
    public const uint Fdat = 0x66644154;

    /// <summary>C2PA's manifest store.</summary>
    public const uint Cabx = 0x63614258;

    /// <summary>Apple's offset of the second half's IDAT; wrong after any insertion, needed by no reader.</summary>
    public const uint Idot = 0x69444F54;
}
