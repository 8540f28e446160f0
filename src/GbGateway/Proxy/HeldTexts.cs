using GbGateway.Content;
using GbGateway.Metrics;

namespace GbGateway.Proxy;

/// <summary>Watches the streams whose text may be held back.</summary>
/// <param name="keepAlive">After how long a silence a comment is sent; zero for never.</param>
/// <param name="time">The clock.</param>
/// <param name="metrics">Gets how long text was held.</param>
public sealed class HeldTexts(TimeSpan keepAlive, TimeProvider time, FilterMetrics metrics)
{
    /// <summary>A watch for an exchange whose answer's text may wait; else null.</summary>
    public HeldTextWatch? For(Exchange exchange) => exchange.ChangesTexts(FilterDirection.Answer) ? new HeldTextWatch(keepAlive, time, metrics) : null;
}
