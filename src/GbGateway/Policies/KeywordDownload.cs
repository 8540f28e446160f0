using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using GbGateway.Configuration;
using GbGateway.Metrics;

namespace GbGateway.Policies;

/// <summary>
/// Fetches the keyword library. 1. The server is asked by the last ETag. 2. What is new is taken only with a good signature, within the caps, and
/// if it is not older than the library in force. 3. It is unpacked beside the last one, and the file <c>current</c>, which names it, is replaced in
/// one step, which the <see cref="KeywordFolder"/> sees. Whatever goes wrong, the last good one stays in force and on disk.
/// </summary>
public sealed class KeywordDownload : IDisposable
{
    private const string TagFile = ".etag";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Uri _url;
    private readonly LibraryKey _key;
    private readonly string _cache;
    private readonly TimeProvider _time;
    private readonly FilterMetrics _metrics;
    private readonly ILogger _log;
    private readonly HttpClient _client;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private string? _said;

    /// <summary>Opens the cache and asks the server. Throws a <see cref="ConfigurationException"/> if there is no library then.</summary>
    public KeywordDownload(Uri url, LibraryKey key, string cache, TimeSpan interval, TimeProvider time, FilterMetrics metrics, ILogger log, HttpMessageHandler? handler = null)
    {
        (_url, _key, _cache, _time, _metrics, _log) = (url, key, Path.GetFullPath(cache), time, metrics, log);
        _client = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Patience };
        try
        {
            Directory.CreateDirectory(_cache);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([$"{ConfigurationKeys.Section}:{FilterKeys.Cache.Path} = \"{cache}\": {e.Message}"]);
        }
        Fetch();
        if (Folder is null)
        {
            throw new ConfigurationException([$"{ConfigurationKeys.Section}:{FilterKeys.Url.Path} = \"{url}\": {_said}, and {FilterKeys.Cache.Path} holds no library of before"]);
        }
        _timer = time.CreateTimer(static state => ((KeywordDownload)state!).Fetch(), this, interval, interval);
    }

    /// <summary>The folder of the last good library; null where there is none.</summary>
    public string? Folder
    {
        get
        {
            try
            {
                var folder = Path.Combine(_cache, File.ReadAllText(Pointer).Trim());
                return Directory.Exists(folder) ? folder : null;
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
        }
    }

    private string Pointer => Path.Combine(_cache, "current");

    /// <summary>Asks the server; never throws, and never twice at a time.</summary>
    public void Fetch()
    {
        if (!_lock.TryEnter())
        {
            return;
        }
        try
        {
            _metrics.CountFetch(Ask());
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or UnauthorizedAccessException)
        {
            _metrics.CountFetch(Say("failed", e.Message));
        }
        finally
        {
            _lock.Exit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _client.Dispose();
        _key.Dispose();
    }

    private string Ask()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _url);
        if (Folder is { } last && File.Exists(Path.Combine(last, TagFile)) && EntityTagHeaderValue.TryParse(File.ReadAllText(Path.Combine(last, TagFile)), out var known))
        {
            request.Headers.IfNoneMatch.Add(known);
        }
        using var response = _client.Send(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            _metrics.SetFetched(_time.GetUtcNow());
            return "unchanged";
        }
        if (Read(response, LibraryBundle.MaxBytes) is not { } bundle)
        {
            return Say("refused", $"the library is longer than {LibraryBundle.MaxBytes} bytes");
        }
        using var signed = _client.Send(new HttpRequestMessage(HttpMethod.Get, new UriBuilder(_url) { Path = _url.AbsolutePath + ".sig" }.Uri), HttpCompletionOption.ResponseHeadersRead);
        if (Read(signed, 4096) is not { } signature || !_key.Verify(bundle, signature))
        {
            return Say("refused", "the library's signature is not one of the pinned key");
        }
        return Take(bundle, response.Headers.ETag?.ToString());
    }

    private string Take(byte[] bundle, string? tag)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(bundle).AsSpan(0, 12));
        var last = Folder;
        if (Path.GetFileName(last) == name)
        {
            _metrics.SetFetched(_time.GetUtcNow());
            return "unchanged";
        }
        var folder = Path.Combine(_cache, name);
        var part = Path.Combine(_cache, ".part");
        Delete(part);
        Directory.CreateDirectory(part);
        if (LibraryBundle.Unpack(bundle, _url.AbsolutePath, part) is { } mistake)
        {
            return Say("refused", mistake);
        }
        if (KeywordLibraries.Read(part, _time.GetUtcNow()) is not { Observing.Entries: > 0 } next)
        {
            return Say("refused", "the library has no entry that can be used");
        }
        if (last is not null && KeywordLibraries.Read(last, _time.GetUtcNow()).Updated is { } day && !(next.Updated >= day))
        {
            return Say("refused", $"the library in force is of {day:yyyy-MM-dd}, and this one is older or does not say");
        }
        if (tag is not null)
        {
            File.WriteAllText(Path.Combine(part, TagFile), tag, Encoding.ASCII);
        }
        Delete(folder);
        Directory.Move(part, folder);
        Point(name, last);
        _metrics.SetFetched(_time.GetUtcNow());
        _said = null;
        return "changed";
    }

    // The version before is kept for a look that is still at it; others go.
    private void Point(string name, string? last)
    {
        var next = Pointer + ".part";
        File.WriteAllText(next, name);
        File.Move(next, Pointer, overwrite: true);
        foreach (var old in Directory.GetDirectories(_cache))
        {
            if (Path.GetFileName(old) != name && old != last)
            {
                Delete(old);
            }
        }
    }

    private static byte[]? Read(HttpResponseMessage response, int most)
    {
        response.EnsureSuccessStatusCode();
        using var body = response.Content.ReadAsStream();
        using var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int read; (read = body.Read(buffer)) > 0;)
        {
            if (bytes.Length + read > most)
            {
                return null;
            }
            bytes.Write(buffer, 0, read);
        }
        return bytes.ToArray();
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string Say(string outcome, string why)
    {
        if (_said != why)
        {
            Log.NotFetched(_log, outcome, why);
        }
        _said = why;
        return outcome;
    }
}
