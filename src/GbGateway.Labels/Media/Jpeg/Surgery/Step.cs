namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>How far a resumable piece of work came.</summary>
internal enum Step
{
    /// <summary>It goes on when more of the file is there.</summary>
    NeedsMore,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It can't be done; a reason was left.</summary>
    Refused,
}
