namespace GbGateway.Content.Links;

/// <summary>Makes links on the gateway in the place of foreign ones, for one exchange. The same target always gets the same link.</summary>
public abstract class LinkIssuer
{
    /// <summary>The link that serves what <paramref name="target"/> serves, labelled: ASCII, without characters JSON escapes.</summary>
    public abstract string Issue(LinkTarget target);
}
