namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>How a block is predicted from its neighbours (RFC 6386, 12). Whole macroblocks and chroma use the first four.</summary>
internal enum Vp8Mode : byte
{
    Dc,
    TrueMotion,
    Vertical,
    Horizontal,
    RightDown,
    VerticalRight,
    LeftDown,
    VerticalLeft,
    HorizontalDown,
    HorizontalUp,
}
