using GbGateway.Configuration;
using GbGateway.Metrics;

namespace GbGateway.Policies;

/// <summary>
/// Watches the keyword folder by looking at it: that works for files edited in place, for swapped links, and on network shares. A change
/// that stood still for one look is read and compiled here, off the path; a folder that can't be read, or has no entry left, changes nothing.
/// </summary>
public sealed class KeywordFolder : IDisposable
{
    private readonly Func<string> _folder;
    private readonly TimeProvider _time;
    private readonly GatewayMetrics _metrics;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private string? _seen;
    private string? _refused;

    /// <summary>Reads the folder; throws a <see cref="ConfigurationException"/> if nothing can be read from it.</summary>
    public KeywordFolder(string folder, TimeSpan interval, TimeProvider time, GatewayMetrics metrics, ILogger log)
        : this(() => folder, interval, time, metrics, log)
    {
    }

    /// <summary>Reads a folder that may be another one at each look.</summary>
    public KeywordFolder(Func<string> where, TimeSpan interval, TimeProvider time, GatewayMetrics metrics, ILogger log)
    {
        (_folder, _time, _metrics, _log) = (where, time, metrics, log);
        var folder = where();
        try
        {
            Current = KeywordLibraries.Read(folder, time.GetUtcNow());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([$"{ConfigurationKeys.Section}:{ConfigurationKeys.KeywordsFolder.Path} = \"{folder}\": {e.Message}"]);
        }
        if (Current.Observing.Entries == 0)
        {
            throw new ConfigurationException([$"{ConfigurationKeys.Section}:{ConfigurationKeys.KeywordsFolder.Path} = \"{folder}\": the folder has no entry that can be used"]);
        }
        Show();
        _timer = time.CreateTimer(static state => ((KeywordFolder)state!).Look(), this, interval, interval);
    }

    /// <summary>The last good reading.</summary>
    public KeywordLibraries Current { get; private set; }

    /// <summary>Raised after another library was read.</summary>
    public event Action? Changed;

    /// <summary>Looks whether the folder changed, and takes the change over once it stands still.</summary>
    public void Look()
    {
        lock (_lock)
        {
            try
            {
                var found = KeywordLibraries.FingerprintOf(_folder(), _time.GetUtcNow());
                var isStill = found == _seen;
                _seen = found;
                if (!isStill || found == Current.Fingerprint || found == _refused)
                {
                    return;
                }
                var next = KeywordLibraries.Read(_folder(), _time.GetUtcNow());
                if (next.Fingerprint != found)
                {
                    return; // it changed while it was read: the next look decides
                }
                if (next.Observing.Entries == 0)
                {
                    Refuse(found, "the folder has no entry that can be used");
                    return;
                }
                Current = next;
                _refused = null;
                _metrics.CountLibraryReload(accepted: true);
                Show();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Refuse(e.GetType().Name, e.Message);
                return;
            }
        }
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Refuse(string what, string why)
    {
        if (_refused != what)
        {
            _refused = what;
            _metrics.CountLibraryReload(accepted: false);
            Log.LibraryRefused(_log, Current.Observing.Version, why);
        }
    }

    private void Show()
    {
        _metrics.SetLibrary(Current.Observing.Version, Current.Observing.Entries, Current.Updated, Current.Loaded);
        Log.LibraryRead(_log, Current.Observing.Version, Current.Observing.Entries, Current.Problems.Count + Current.Observing.Problems.Count);
    }
}
