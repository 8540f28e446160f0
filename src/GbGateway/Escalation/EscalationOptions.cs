namespace GbGateway.Escalation;

/// <summary>Where notices go.</summary>
/// <param name="Webhook">The address they are posted to.</param>
/// <param name="Secret">The secret shared with the receiver.</param>
/// <param name="Queue">Notices that may wait.</param>
/// <param name="Timeout">How long one attempt may take.</param>
public sealed record EscalationOptions(Uri Webhook, byte[] Secret, int Queue, TimeSpan Timeout)
{
    /// <summary>The wait before the second attempt; each later one waits twice as long, up to 30 seconds.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Attempts behind the first.</summary>
    public int Retries { get; init; } = 6;
}
