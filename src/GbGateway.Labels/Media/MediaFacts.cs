namespace GbGateway.Labels.Media;

/// <summary>What a file's header says, before any pixel is decoded.</summary>
/// <param name="Width">Pixels a row, as stored.</param>
/// <param name="Height">Rows, as stored.</param>
/// <param name="Frames">Frames of an animation; 1 for a still.</param>
/// <param name="Orientation">EXIF orientation 1 to 8; 1 where none is given.</param>
public readonly record struct MediaFacts(int Width, int Height, int Frames = 1, int Orientation = 1)
{
    /// <summary>Pixels to be decoded at most.</summary>
    public long Pixels => (long)Width * Height * Frames;
}
