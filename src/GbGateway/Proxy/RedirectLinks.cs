using GbGateway.Content.Links;
using GbGateway.Labels;

namespace GbGateway.Proxy;

/// <summary>
/// Answers that send the client elsewhere: where the API is known, or the address is named like a picture, sound or video, a redirect is a link
/// like any other. What stays on the gateway, and pages that lead to pages, pass.
/// </summary>
public static class RedirectLinks
{
    /// <summary>Decides about the <c>Location</c> of a response, and rewrites it where the policy says so.</summary>
    /// <returns>Null, or why the answer may not leave.</returns>
    public static LabelReceipt? Apply(HttpResponse response, GatewayExchange exchange)
    {
        if (response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not [{ Length: > 0 } location])
        {
            return response.StatusCode / 100 == 3 && response.Headers.Location.Count > 1
                ? new LabelReceipt(LabelOutcome.Malformed, "link", "", "the answer leads to several places") : null;
        }
        var address = location.StartsWith("//", StringComparison.Ordinal) || location.StartsWith("\\\\", StringComparison.Ordinal) ? "https:" + location.Replace('\\', '/') : location;
        var bytes = System.Text.Encoding.UTF8.GetBytes(address);
        if (!LinkTarget.IsLink(bytes))
        {
            return null;
        }
        var target = LinkTarget.TryRead(address);
        if (exchange.Labels.Profile is null && target is { IsSoundOrVideo: false, Extension.Length: 0 })
        {
            return null;
        }
        var refusal = LinkLabels.Plan(bytes, isSoundOrVideo: false, exchange.Labels, out var link);
        if (link.Length > 0)
        {
            response.Headers.Location = System.Text.Encoding.ASCII.GetString(link);
        }
        return refusal;
    }
}
