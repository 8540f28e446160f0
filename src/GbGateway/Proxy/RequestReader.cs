using System.Runtime.CompilerServices;
using GbGateway.Content;
using GbGateway.Content.Profiles;

namespace GbGateway.Proxy;

/// <summary>Reads the JSON requests of known APIs before they are forwarded, and puts the same bytes back in front of what is unread.</summary>
public static class RequestReader
{
    /// <summary>
    /// Reads what the request says about its answer, and takes the gateway's own labels out of the history it brings back. Long, compressed and other bodies stay
    /// unread: their facts are unknown.
    /// </summary>
    /// <remarks>Where prompts are filtered by keywords that act, a JSON request that can't be read is refused, not waved through.</remarks>
    /// <returns>What was read ahead; to be disposed of when the exchange is over. Null if nothing was.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<PooledBuffer?> ReadAsync(HttpContext context, Exchange exchange, int cap)
    {
        var request = context.Request;
        if (exchange.Profile is not { } profile || !HttpMethods.IsPost(request.Method) || request.ContentLength == 0 || !MayBeJson(request.ContentType))
        {
            return null;
        }
        var filters = exchange.KeywordsFor(FilterDirection.Prompt) is not null;
        var mustRead = exchange.ChangesTexts(FilterDirection.Prompt);
        if (request.ContentLength > cap || request.Headers.ContentEncoding.Count > 0)
        {
            return !mustRead ? null : throw (request.ContentLength > cap
                ? TooLong(cap)
                : new BadHttpRequestException("a request with a Content-Encoding can't be filtered", StatusCodes.Status415UnsupportedMediaType));
        }
        var buffer = new PooledBuffer();
        try
        {
            var ended = false;
            while (!ended && buffer.Length <= cap)
            {
                // Room for a known length is taken at once, plus one byte to see the end.
                var room = buffer.GetMemory(buffer.Length == 0 && request.ContentLength is { } length ? (int)length + 1 : 4096);
                var read = await request.Body.ReadAsync(room, context.RequestAborted);
                buffer.Advance(read);
                ended = read == 0;
            }
            if (ended)
            {
                exchange.Facts = profile.ReadRequest(buffer.Span);
                if (filters && PromptTexts.Scan(buffer.Span, exchange) == PromptOutcome.Unreadable && mustRead)
                {
                    throw new BadHttpRequestException("the request is not JSON with one meaning, so it can't be filtered", StatusCodes.Status400BadRequest);
                }
            }
            else if (mustRead)
            {
                throw TooLong(cap);
            }
            if (ended && exchange.Policy.History is { } history && !IsSigned(request.Headers))
            {
                var stripped = new PooledBuffer();
                if (history.TryStrip(buffer.Span, stripped))
                {
                    (buffer, stripped) = (stripped, buffer);
                    request.ContentLength = request.ContentLength is null ? null : buffer.Length;
                }
                stripped.Dispose();
            }
            // The client was told to go on by our reading; the upstream needs no asking.
            request.Headers.Remove("Expect");
            request.Body = new ReplayStream(buffer, ended ? null : request.Body);
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    // A body that a digest or a signature of the request is over must arrive as it was sent.
    private static bool IsSigned(IHeaderDictionary headers)
    {
        foreach (var name in Digests)
        {
            if (headers.ContainsKey(name))
            {
                return true;
            }
        }
        return headers.Authorization is [{ } authorization] && !authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            && !authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase);
    }

    private static readonly string[] Digests =
        ["Content-MD5", "Digest", "Content-Digest", "Repr-Digest", "Signature", "X-Amz-Content-Sha256", "X-Content-Sha256", "X-TC-Action", "X-Ca-Signature"];

    private static BadHttpRequestException TooLong(int cap) =>
        new($"a request longer than MaxInspectedRequestBytes, {cap}, can't be filtered", StatusCodes.Status413PayloadTooLarge);

    private static bool MayBeJson(string? contentType) =>
        string.IsNullOrEmpty(contentType) || contentType.Contains("json", StringComparison.OrdinalIgnoreCase)
        || contentType.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase)
        || contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase); // what curl -d says when nothing is said
}
