namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>The edges of a small block whose samples must come out as they were, because blocks that stay are predicted from them.</summary>
[Flags]
internal enum FixedEdge
{
    None = 0,
    Right = 1,
    Bottom = 2,
}
