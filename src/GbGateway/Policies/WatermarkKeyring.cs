using GbGateway.Configuration;
using GbGateway.Labels.Watermark;
using GbGateway.Metrics;

namespace GbGateway.Policies;

/// <summary>
/// The watermark keys in service. Their file is watched by looking at it, which works for mounted secrets too; a changed one is taken over
/// whole, and one that can't be used changes nothing: a rotation needs no restart and loses no picture.
/// </summary>
public sealed class WatermarkKeyring : IDisposable
{
    private readonly string _reference;
    private readonly GatewayMetrics _metrics;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private string _seen;

    /// <summary>Reads the keys; throws a <see cref="ConfigurationException"/> that names the key, its value and what is wrong.</summary>
    public WatermarkKeyring(string reference, TimeSpan interval, TimeProvider time, GatewayMetrics metrics, ILogger log)
    {
        (_reference, _metrics, _log) = (reference, metrics, log);
        _seen = Look(reference);
        Current = WatermarkKeySource.TryRead(reference, out var mistakes) ?? throw new ConfigurationException(
            [.. mistakes.Select(mistake =>
                $"{ConfigurationKeys.Section}:{ConfigurationKeys.WatermarkKeys.Path} = \"{reference}\": {mistake}; allowed: {WatermarkKeySource.Allowed}")]);
        Show();
        _timer = time.CreateTimer(static state => ((WatermarkKeyring)state!).Look(), this, interval, interval);
    }

    /// <summary>The last good reading.</summary>
    public WatermarkKeys Current { get; private set; }

    /// <summary>Tells this reading from others; holds nothing of a secret.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <summary>Raised after other keys were read.</summary>
    public event Action? Changed;

    /// <summary>Looks whether the file changed, and takes the change over.</summary>
    public void Look()
    {
        lock (_lock)
        {
            var found = Look(_reference);
            if (found == _seen)
            {
                return;
            }
            _seen = found;
            if (WatermarkKeySource.TryRead(_reference, out var mistakes) is not { } keys)
            {
                _metrics.CountWatermarkKeyReload(accepted: false);
                Log.WatermarkKeysRefused(_log, string.Join("; ", mistakes));
                return;
            }
            (Current, Fingerprint) = (keys, found);
            _metrics.CountWatermarkKeyReload(accepted: true);
            Show();
        }
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private static string Look(string reference)
    {
        try
        {
            return WatermarkKeySource.FingerprintOf(reference);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.GetType().Name;
        }
    }

    private void Show()
    {
        _metrics.SetWatermarkKeys(Current.All.Count);
        Log.WatermarkKeysRead(_log, Current.All.Count, Current.Active.Id);
    }
}
