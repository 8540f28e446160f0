namespace GbGateway.Tests.Media.Jpeg.Surgery.Support;

/// <summary>Every quantised coefficient of a JPEG picture, as the test's own plain decoder reads them.</summary>
internal sealed class CoefficientImage(int width, int height, IReadOnlyList<CoefficientPlane> planes)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    public IReadOnlyList<CoefficientPlane> Planes { get; } = planes;

    public int MaxHorizontal => Planes.Max(static p => p.Horizontal);

    public int MaxVertical => Planes.Max(static p => p.Vertical);
}
