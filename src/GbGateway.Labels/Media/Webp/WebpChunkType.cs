namespace GbGateway.Labels.Media.Webp;

/// <summary>The chunk types this product tells apart, as big-endian numbers.</summary>
internal static class WebpChunkType
{
    public const uint Webp = 0x57454250;
    public const uint Vp8 = 0x56503820;
    public const uint Vp8L = 0x5650384C;
    public const uint Vp8X = 0x56503858;
    public const uint Alph = 0x414C5048;
    public const uint Anim = 0x414E494D;
    public const uint Anmf = 0x414E4D46;
    public const uint Iccp = 0x49434350;
    public const uint Exif = 0x45584946;
    public const uint Xmp = 0x584D5020;
    public const uint C2pa = 0x43325041;
    public const uint Aigc = 0x41494743;
}
