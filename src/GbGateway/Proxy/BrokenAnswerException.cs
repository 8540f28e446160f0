namespace GbGateway.Proxy;

/// <summary>An answer ends before its time. It must reach the client as a broken answer, never as a clean end.</summary>
/// <param name="reason">One of <see cref="Reasons"/>.</param>
/// <param name="message">What happened.</param>
/// <param name="cause">The failure behind it, if any.</param>
public sealed class BrokenAnswerException(string reason, string message, Exception? cause = null) : IOException(message, cause)
{
    /// <summary>One of <see cref="Reasons"/>.</summary>
    public string Reason { get; } = reason;
}
