namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>What becomes of a chunk behind the picture data.</summary>
internal enum PngChunkFate
{
    /// <summary>It passes byte for byte.</summary>
    Pass,

    /// <summary>It is left out.</summary>
    Drop,

    /// <summary>It is held until it is whole, and written anew.</summary>
    Hold,
}
