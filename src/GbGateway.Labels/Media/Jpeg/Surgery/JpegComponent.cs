namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>One component of a frame (T.81 B.2.2).</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Horizontal">Blocks an MCU across, 1 to 4.</param>
/// <param name="Vertical">Blocks an MCU down, 1 to 4.</param>
/// <param name="Quant">Quantisation table, 0 to 3.</param>
internal readonly record struct JpegComponent(byte Id, int Horizontal, int Vertical, int Quant)
{
    public int Blocks => Horizontal * Vertical;
}
