using GbGateway.Configuration;
using GbGateway.Metrics;
using Microsoft.Extensions.Primitives;

namespace GbGateway.Policies;

/// <summary>
/// The policies in force. A change of the configuration is compiled whole and swapped at once; one with a mistake changes nothing, is
/// logged and counted.
/// </summary>
public sealed class RoutePolicies : IDisposable
{
    private readonly IConfiguration _configuration;
    private readonly AcceptedConfiguration _accepted;
    private readonly GatewayMetrics _metrics;
    private readonly ILogger _log;
    private readonly KeywordDownload? _download;
    private readonly KeywordFolder? _keywords;
    private readonly SigningKeyWatch? _signing;
    private readonly WatermarkKeyring? _watermark;
    private readonly Lock _lock = new();
    private readonly IDisposable _watch;
    private volatile PolicySnapshot _current;

    /// <summary>Compiles the first policies; throws a <see cref="ConfigurationException"/> if the configuration has mistakes.</summary>
    public RoutePolicies(IConfiguration configuration, AcceptedConfiguration accepted, GatewayMetrics metrics, ILogger log, TimeProvider time)
    {
        (_configuration, _accepted, _metrics, _log) = (configuration, accepted, metrics, log);
        _current = RoutePolicyCompiler.Compile(configuration);
        var keys = new KeyReader(configuration);
        if (keys.Text(ConfigurationKeys.SigningKeyFile) is { Length: > 0 } key)
        {
            _signing = new SigningKeyWatch(key, time, log);
        }
        if (keys.Text(FilterKeys.Url) is { } url)
        {
            _download = new KeywordDownload(new Uri(url), LibraryKey.TryReadPem(File.ReadAllText(keys.Text(FilterKeys.PublicKeyFile)!))!,
                keys.Text(FilterKeys.Cache)!, keys.Duration(FilterKeys.FetchInterval), time, metrics.Filter, log);
        }
        var folder = keys.Text(ConfigurationKeys.KeywordsFolder);
        if (_download is not null || folder is { Length: > 0 })
        {
            _keywords = new KeywordFolder(_download is { } fetched ? () => fetched.Folder ?? throw new IOException("the cache holds no library") : () => folder!,
                keys.Duration(ConfigurationKeys.KeywordsInterval), time, metrics, log);
            _keywords.Changed += Reload;
        }
        if (keys.Text(ConfigurationKeys.WatermarkKeys) is { Length: > 0 } reference)
        {
            _watermark = new WatermarkKeyring(reference, keys.Duration(ConfigurationKeys.WatermarkInterval), time, metrics, log);
            _watermark.Changed += Reload;
        }
        _current = RoutePolicyCompiler.Compile(configuration, _keywords?.Current, _watermark, _signing?.Signer);
        _accepted.Accept(configuration);
        _metrics.SetPolicyVersion(_current.Version);
        _watch = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    /// <summary>The policies in force now. Take them once an exchange.</summary>
    public PolicySnapshot Current => _current;

    /// <summary>Raised after each attempt to reload, with whether it was accepted.</summary>
    public event Action<bool>? Reloaded;

    /// <summary>The keyword folder; null where there is none.</summary>
    public KeywordFolder? Keywords => _keywords;

    /// <summary>What fetches the library; null where nothing does.</summary>
    public KeywordDownload? Download => _download;
    /// <summary>The key that signs labels; null where none does.</summary>
    public SigningKeyWatch? Signing => _signing;

    /// <summary>The watermark keys; null where there are none.</summary>
    public WatermarkKeyring? Watermark => _watermark;

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch.Dispose();
        _download?.Dispose();
        _keywords?.Dispose();
        _signing?.Dispose();
        _watermark?.Dispose();
    }

    private void Reload()
    {
        var accepted = false;
        lock (_lock)
        {
            try
            {
                var next = RoutePolicyCompiler.Compile(_configuration, _keywords?.Current, _watermark, _signing?.Signer);
                if (next.Version == _current.Version)
                {
                    return;
                }
                _accepted.Accept(_configuration);
                _metrics.SetPolicyVersion(next.Version);
                _current = next;
                accepted = true;
                Log.Reloaded(_log, next.Version);
            }
            catch (ConfigurationException mistakes)
            {
                Log.ReloadRefused(_log, _current.Version, mistakes.Message);
            }
            _metrics.CountReload(accepted);
        }
        Reloaded?.Invoke(accepted);
    }
}
