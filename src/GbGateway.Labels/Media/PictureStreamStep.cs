namespace GbGateway.Labels.Media;

/// <summary>Where a <see cref="PictureStream"/> stands.</summary>
public enum PictureStreamStep
{
    /// <summary>The label's rows are still arriving. Nothing was written yet.</summary>
    Holding,

    /// <summary>The label is written; what comes is forwarded.</summary>
    Leaving,

    /// <summary>This file can't be labelled while it arrives. Nothing was written; every byte pushed is in <see cref="PictureStream.Held"/>.</summary>
    Declined,

    /// <summary>The file turned out broken after its head had been written: the copy must be broken off, too.</summary>
    Broken,
}
