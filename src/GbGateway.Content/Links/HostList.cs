using System.Diagnostics.CodeAnalysis;

namespace GbGateway.Content.Links;

/// <summary>
/// Hosts an operator names, separated by semicolons: <c>host</c>, <c>host:port</c>, <c>*.host</c> for all names below one, and <c>http://</c>
/// before a host that is asked without TLS. Immutable.
/// </summary>
public sealed class HostList
{
    private readonly Entry[] _entries;

    private HostList(Entry[] entries) => _entries = entries;

    /// <summary>No host.</summary>
    public static HostList None { get; } = new([]);

    /// <summary>Whether no host is named.</summary>
    public bool IsEmpty => _entries.Length == 0;

    /// <summary>Reads a list.</summary>
    /// <returns>Null, or what is wrong with it.</returns>
    public static string? TryRead(string text, [NotNullWhen(true)] out HostList? list)
    {
        list = null;
        var entries = new List<Entry>();
        foreach (var one in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (ReadEntry(one) is not { } entry)
            {
                return $"\"{one}\" is no host; allowed: host, host:port, *.host with at least two labels, each with http:// before it where there is no TLS, separated by ;";
            }
            entries.Add(entry);
        }
        list = entries.Count == 0 ? None : new HostList([.. entries]);
        return null;
    }

    /// <summary>Says what is wrong with a list, or null.</summary>
    public static string? FindMistake(string text) => TryRead(text, out _);

    /// <summary>Whether the list names the host of <paramref name="uri"/>, with its scheme and port.</summary>
    public bool Contains(Uri uri)
    {
        var host = uri.IdnHost.TrimEnd('.');
        foreach (var entry in _entries)
        {
            if (entry.Port == uri.Port && entry.IsPlain == (uri.Scheme == Uri.UriSchemeHttp)
                && (entry.IsSuffix ? host.EndsWith(entry.Host, StringComparison.OrdinalIgnoreCase) : host.Equals(entry.Host, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }
        return false;
    }

    private static Entry? ReadEntry(string text)
    {
        var isPlain = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
        text = text[(isPlain ? 7 : text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : 0)..];
        var isSuffix = text.StartsWith("*.", StringComparison.Ordinal);
        text = text[(isSuffix ? 2 : 0)..];
        if (text.Length == 0 || text.AsSpan().ContainsAny("/\\@?#*% ")
            || !Uri.TryCreate($"{(isPlain ? "http" : "https")}://{text}", UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0)
        {
            return null;
        }
        // A wildcard over a whole top level, or over addresses, names nobody in particular.
        var host = uri.IdnHost.TrimEnd('.');
        return host.Length == 0 || (isSuffix && (uri.HostNameType != UriHostNameType.Dns || !host.Contains('.')))
            ? null
            : new Entry(isSuffix ? "." + host : host, isSuffix, isPlain, uri.Port);
    }

    private readonly record struct Entry(string Host, bool IsSuffix, bool IsPlain, int Port);
}
