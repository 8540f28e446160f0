namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>How a stamp covers one block.</summary>
internal enum StampCover : byte
{
    /// <summary>Not at all: the block keeps its coefficients.</summary>
    None,

    /// <summary>Every sample alike: coefficients are scaled, no transform is needed.</summary>
    Even,

    /// <summary>Sample by sample.</summary>
    Uneven,
}
