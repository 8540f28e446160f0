namespace GbGateway.Labels.Media.Jpeg;

/// <summary>The second bytes of the JPEG markers this product tells apart (ISO/IEC 10918-1 table B.1).</summary>
internal static class JpegMarker
{
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;
    public const byte QuantizationTables = 0xDB;
    public const byte Baseline = 0xC0;
    public const byte Extended = 0xC1;
    public const byte Progressive = 0xC2;
    public const byte Arithmetic = 0xC9;
    public const byte ArithmeticProgressive = 0xCA;
    public const byte App0 = 0xE0;
    public const byte App1 = 0xE1;
    public const byte App2 = 0xE2;
    public const byte App11 = 0xEB;
    public const byte App13 = 0xED;
    public const byte App14 = 0xEE;
    public const byte App15 = 0xEF;
    public const byte Comment = 0xFE;

    /// <summary>Whether a marker stands alone, without length and data.</summary>
    public static bool IsBare(byte marker) => marker is 0x01 or (>= 0xD0 and <= 0xD9);

    public static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    public static bool IsApplication(byte marker) => marker is >= App0 and <= App15;
}
