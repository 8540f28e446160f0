namespace GbGateway.Content.Links;

/// <summary>What happens to answers that hold a link to a picture instead of the picture.</summary>
public enum MediaLinkPolicy
{
    /// <summary>The answer is refused.</summary>
    Refuse,

    /// <summary>The link gives way to one on the gateway, which serves the picture labelled. Links to labelled hosts pass.</summary>
    Rewrite,

    /// <summary>Links to hosts that the operator declares labelled pass, all others are refused.</summary>
    Pass,
}
