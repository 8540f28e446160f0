namespace GbGateway.Labels.Watermark;

/// <summary>
/// How the lattice lies in a picture: line (k, l) has the frequency (<paramref name="Xk"/> k + <paramref name="Xl"/> l,
/// <paramref name="Yk"/> k + <paramref name="Yl"/> l) in cycles a pixel.
/// </summary>
internal readonly record struct LatticePose(float Xk, float Xl, float Yk, float Yl)
{
    /// <summary>Orientations a lattice can have without its points moving: four quarter turns, each plain and flipped.</summary>
    public const int Orientations = 8;

    /// <summary>
    /// The pose of a pattern of <paramref name="period"/> pixels, stretched along x by exp(<paramref name="stretch"/> / 2) and along y by
    /// its inverse, turned by <paramref name="angle"/> radians.
    /// </summary>
    public static LatticePose Of(float period, float angle, float stretch)
    {
        var (sin, cos) = MathF.SinCos(angle);
        var wide = MathF.Exp(stretch / 2);
        return new LatticePose(cos / (period * wide), -sin / (period * wide), sin * wide / period, cos * wide / period);
    }

    /// <summary>
    /// Signs and exchange of axes of an orientation: the label (k, l) belongs to the line (a k + b l, c k + d l). Even ones don't mirror.
    /// </summary>
    public static (int A, int B, int C, int D) Turn(int orientation)
    {
        var (a, b, c, d) = (orientation >> 1) switch
        {
            0 => (1, 0, 0, 1),
            1 => (0, -1, 1, 0),
            2 => (-1, 0, 0, -1),
            _ => (0, 1, -1, 0),
        };
        return (orientation & 1) == 0 ? (a, b, c, d) : (-a, b, -c, d);
    }

    /// <summary>The same points with other labels.</summary>
    public LatticePose Oriented(int orientation)
    {
        var (a, b, c, d) = Turn(orientation);
        return new LatticePose(Xk * a + Xl * c, Xk * b + Xl * d, Yk * a + Yl * c, Yk * b + Yl * d);
    }

    /// <summary>Pixels a period, the geometric mean of both axes.</summary>
    public float Period => 1 / MathF.Sqrt(MathF.Abs(Xk * Yl - Xl * Yk));

    /// <summary>Largest difference to another pose against the largest entry.</summary>
    public float DistanceTo(LatticePose other) =>
        MathF.Max(MathF.Max(MathF.Abs(Xk - other.Xk), MathF.Abs(Xl - other.Xl)), MathF.Max(MathF.Abs(Yk - other.Yk), MathF.Abs(Yl - other.Yl)))
        / MathF.Max(MathF.Max(MathF.Abs(Xk), MathF.Abs(Xl)), MathF.Max(MathF.Abs(Yk), MathF.Abs(Yl)));
}
