using GbGateway.Configuration;
using GbGateway.Labels.Integrity;

namespace GbGateway.Policies;

/// <summary>
/// The key that signs labels, from a file that its owner alone may read. The file is looked at now and then: a new key is put in use without
/// a stop, one that can't be used changes nothing. The key stands nowhere but in memory; its name, a hash of the public key, is logged.
/// </summary>
public sealed class SigningKeyWatch : IDisposable
{
    /// <summary>How often the file is looked at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private const int LongestFile = 64 << 10;

    private const UnixFileMode OthersMay =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly string _path;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private string? _refused;

    /// <summary>Reads the key; throws a <see cref="ConfigurationException"/> if it can't be used.</summary>
    public SigningKeyWatch(string path, TimeProvider time, ILogger log)
    {
        (_path, _log) = (path, log);
        Signer = new LabelSigner(TryRead(path, out var mistake)
            ?? throw new ConfigurationException([$"{ConfigurationKeys.Section}:{ConfigurationKeys.SigningKeyFile.Path} = \"{path}\": {mistake}"]));
        Log.SigningKeyUsed(log, Signer.KeyID);
        _timer = time.CreateTimer(static state => ((SigningKeyWatch)state!).Look(), this, Interval, Interval);
    }

    /// <summary>Signs with the key in use.</summary>
    public LabelSigner Signer { get; }

    /// <summary>Says what keeps a file from being used, or null; never what stands in it.</summary>
    public static string? FindMistake(string path) => TryRead(path, out var mistake) is null ? mistake : null;

    /// <summary>Looks whether another key is there.</summary>
    public void Look()
    {
        lock (_lock)
        {
            if (TryRead(_path, out var mistake) is { } key)
            {
                _refused = null;
                if (key.PublicKey.KeyID != Signer.KeyID)
                {
                    Signer.Use(key);
                    Log.SigningKeyUsed(_log, key.PublicKey.KeyID);
                }
            }
            else if (_refused != mistake)
            {
                _refused = mistake;
                Log.SigningKeyRefused(_log, Signer.KeyID, mistake);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private static Sm2PrivateKey? TryRead(string path, out string mistake)
    {
        mistake = "the file holds no private SM2 key in PEM without passphrase";
        try
        {
            if (new FileInfo(path).Length > LongestFile)
            {
                return null;
            }
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OthersMay) != 0)
            {
                mistake = "the file may be read by others than its owner: chmod 0400 it";
                return null;
            }
            return Sm2PrivateKey.TryReadPem(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            mistake = "there is no such file that can be read";
            return null;
        }
    }
}
