namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>Where the labelling of a file stands.</summary>
public enum PngStep
{
    /// <summary>More of the file is needed. Nothing was written yet.</summary>
    NeedsMore,

    /// <summary>The head has been read: size and chunks are known, the stamp is to be ordered.</summary>
    NeedsOrder,

    /// <summary>The label is written; what comes is forwarded.</summary>
    Labelled,

    /// <summary>This file can't be labelled this way. Nothing was written.</summary>
    Refused,

    /// <summary>The file turned out broken after its head had been written: the copy must be broken off, too.</summary>
    Broken,
}
