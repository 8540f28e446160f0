using System.Text;
using GbGateway.Labels;

namespace GbGateway.Content.Links;

/// <summary>Decides what becomes of a link in an answer. Nothing of what it serves was seen: it is taken for what its place says it is.</summary>
public static class LinkLabels
{
    /// <summary>The path of a receipt for a picture that is labelled when its link is followed.</summary>
    public const string Path = "link";

    /// <summary>Decides.</summary>
    /// <param name="escaped">The string's content, escapes as they stand.</param>
    /// <param name="isSoundOrVideo">Whether it stands where sound or video does.</param>
    /// <param name="exchange">The exchange; a rewritten link is noted in it.</param>
    /// <param name="replacement">The string's new content; empty to leave it.</param>
    /// <returns>Null, or why the answer may not leave.</returns>
    public static LabelReceipt? Plan(ReadOnlySpan<byte> escaped, bool isSoundOrVideo, Exchange exchange, out byte[] replacement)
    {
        replacement = [];
        var policy = exchange.Policy;
        var target = LinkTarget.TryRead(escaped);
        if (isSoundOrVideo || target is { IsSoundOrVideo: true })
        {
            return policy.SoundAndVideo == Foreign.Pass || (policy.MediaLinks != MediaLinkPolicy.Refuse && target is not null && policy.LabelledHosts.Contains(target.Uri))
                ? null
                : Refuse("audio", "this version labels neither sound nor video, and this route's SoundAndVideo is Refuse");
        }
        if (policy.MediaLinks == MediaLinkPolicy.Refuse)
        {
            return Refuse("link", "the answer links to a picture, and this route's MediaLinks is Refuse");
        }
        if (target is null)
        {
            return Refuse("link", "the answer links to a picture by an address that is malformed, too long, or not ASCII");
        }
        if (policy.LabelledHosts.Contains(target.Uri))
        {
            return null;
        }
        if (policy.MediaLinks == MediaLinkPolicy.Pass)
        {
            return Refuse("link", $"the answer links to a picture on {target.Uri.IdnHost}, which this route's LabelledHosts does not name");
        }
        if (exchange.Links is not { } links || !policy.MayFetch(target.Uri))
        {
            return Refuse("link", $"the answer links to a picture on {target.Uri.IdnHost}, which neither this route's LinkHosts nor its InternalLinkHosts names");
        }
        replacement = Encoding.ASCII.GetBytes(links.Issue(target));
        exchange.Note(new LabelEvent(ContentKind.Image, Inline: false, new LabelReceipt(LabelOutcome.Labelled, "link", Path)));
        return null;
    }

    private static LabelReceipt Refuse(string format, string reason) => new(LabelOutcome.Unsupported, format, "", reason);
}
