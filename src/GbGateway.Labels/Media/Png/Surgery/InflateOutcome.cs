namespace GbGateway.Labels.Media.Png.Surgery;

internal enum InflateOutcome
{
    /// <summary>As many bytes as asked for are there.</summary>
    Reached,

    /// <summary>The block is at its end.</summary>
    BlockEnd,

    /// <summary>More of the stream is needed.</summary>
    NeedsInput,

    /// <summary>The stream's last block is at its end.</summary>
    Ended,

    /// <summary>The bytes are no deflate stream.</summary>
    Malformed,

    /// <summary>A deflate stream, but of a shape that costs more than it is worth.</summary>
    Excessive,
}
