using System.Buffers;
using System.Text;
using GbGateway.Content.Bodies;

namespace GbGateway.Content.Links;

/// <summary>
/// A link in an answer, kept letter by letter: its signature may be over the spelling. What asks and what allows read the same parts, so no
/// spelling means one host to one and another to the other.
/// </summary>
public sealed class LinkTarget
{
    /// <summary>Longest link, in bytes: signed links of object stores have some 600 to 2,000.</summary>
    public const int MaxLength = 4096;

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private static readonly string[] SoundAndVideo =
        [".mp4", ".webm", ".mov", ".m4v", ".mkv", ".avi", ".m3u8", ".mpd", ".flv", ".mp3", ".wav", ".ogg", ".opus", ".flac", ".aac", ".m4a", ".pcm"];

    private static readonly string[] Pictures = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".heic", ".heif", ".tif", ".tiff"];

    private LinkTarget(string url, Uri uri)
    {
        (Url, Uri) = (url, uri);
        var path = uri.AbsolutePath;
        var query = path.IndexOf('?', StringComparison.Ordinal);
        path = query < 0 ? path : path[..query];
        var dot = path.LastIndexOf('.');
        var extension = dot > path.LastIndexOf('/') ? path[dot..] : "";
        IsSoundOrVideo = SoundAndVideo.Contains(extension, StringComparer.OrdinalIgnoreCase);
        Extension = Pictures.Contains(extension, StringComparer.OrdinalIgnoreCase) ? extension.ToLowerInvariant() : "";
    }

    /// <summary>The link as the upstream wrote it, without what stands behind <c>#</c>.</summary>
    public string Url { get; }

    /// <summary>The same, in parts.</summary>
    public Uri Uri { get; }

    /// <summary>Whether its name says that it is sound or video.</summary>
    public bool IsSoundOrVideo { get; }

    /// <summary>The ending of its name where that is a picture's, such as <c>.png</c>; else empty.</summary>
    public string Extension { get; }

    /// <summary>Whether a string's content, escapes as they stand, begins like a link.</summary>
    public static bool IsLink(ReadOnlySpan<byte> escaped)
    {
        Span<byte> head = stackalloc byte[64];
        scoped var text = escaped[..Math.Min(escaped.Length, head.Length)];
        if (text.Contains((byte)'\\'))
        {
            // Cut before an escape that the window may have split; eight characters need 48 bytes at most.
            text = text.Length < head.Length ? text : text[..Math.Max(48, text.LastIndexOf((byte)'\\'))];
            text = JsonText.TryUnescape(text, head, out var length) ? head[..length] : escaped;
        }
        return StartsWithIgnoringCase(text, "http://"u8) || StartsWithIgnoringCase(text, "https://"u8);
    }

    /// <summary>Reads a string's content, escapes as they stand; null if it is no link that could be asked for as it is written.</summary>
    public static LinkTarget? TryRead(ReadOnlySpan<byte> escaped)
    {
        if (escaped.Length > 6 * MaxLength)
        {
            return null;
        }
        var plain = ArrayPool<byte>.Shared.Rent(escaped.Length);
        try
        {
            return JsonText.TryUnescape(escaped, plain, out var length) && length <= MaxLength && Ascii.IsValid(plain.AsSpan(0, length))
                ? TryRead(Encoding.ASCII.GetString(plain, 0, length))
                : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    /// <summary>Reads a link; null if it is no absolute http or https address, has a user's name in it, or characters no request line may have.</summary>
    public static LinkTarget? TryRead(string url)
    {
        var mark = url.IndexOf('#', StringComparison.Ordinal);
        url = WithPath(mark < 0 ? url : url[..mark]);
        return url.Length is > 0 and <= MaxLength && !url.AsSpan().ContainsAnyExceptInRange('!', '~') && !url.AsSpan().ContainsAny("\\\"<>^`{|}")
            && Uri.TryCreate(url, AsWritten, out var uri) && uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            && uri.UserInfo.Length == 0 && uri.IdnHost.Length > 0 && !url.AsSpan(0, url.Length - uri.PathAndQuery.Length).Contains('@')
            ? new LinkTarget(url, uri)
            : null;
    }

    // A request line needs a path, and nothing adds one to what is kept as written.
    private static string WithPath(string url)
    {
        var host = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = host < 3 ? -1 : url.AsSpan(host).IndexOfAny('/', '?');
        return host < 3 || (end >= 0 && url[host + end] == '/') ? url : end < 0 ? url + "/" : url.Insert(host + end, "/");
    }

    private static bool StartsWithIgnoringCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix) =>
        text.Length >= prefix.Length && Ascii.EqualsIgnoreCase(text[..prefix.Length], prefix);
}
