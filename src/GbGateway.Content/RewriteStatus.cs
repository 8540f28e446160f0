namespace GbGateway.Content;

/// <summary>What a <see cref="BodyRewriter"/> asks of its caller after a step.</summary>
public enum RewriteStatus
{
    /// <summary>Everything given was taken; go on.</summary>
    Done,

    /// <summary>Stopped before decoding a picture: get a permit for <see cref="BodyRewriter.PixelsWanted"/>, then call again with what is left.</summary>
    NeedsPixels,

    /// <summary>The content can't be labelled: see <see cref="BodyRewriter.Refusal"/>. Nothing more may be sent but what <see cref="BodyRewriter.Abort"/> writes.</summary>
    Refused,

    /// <summary>The answer was ended here, properly, in the API's own words: nothing more of the upstream is wanted, and the response completes.</summary>
    Ended,
}
