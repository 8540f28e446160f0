using GbGateway.Content;
using GbGateway.Content.Uploads;
using GbGateway.Labels;
using GbGateway.Labels.Verification;
using Microsoft.Net.Http.Headers;

namespace GbGateway.Proxy;

/// <summary>
/// Reads the requests of upload routes whole, judges their files (<c>MEA-6</c>), and puts what is to be forwarded in their place. What can't be
/// judged is refused: too long, encoded, cut short.
/// </summary>
/// <param name="verifier">Reads files.</param>
/// <param name="produceIDs">Makes propagation numbers.</param>
public sealed class UploadReader(LabelVerifier verifier, ProduceIDSource produceIDs) : IDisposable
{
    // Bodies are kept whole: this many at a time, whatever arrives.
    private readonly SemaphoreSlim _free = new(Math.Max(4, 2 * Environment.ProcessorCount));

    /// <summary>Judges the request, if its route takes uploads and it has a body.</summary>
    /// <returns>What is forwarded; to be disposed of when the exchange is over. Null if nothing was read.</returns>
    /// <exception cref="BadHttpRequestException">It can't be judged.</exception>
    public async ValueTask<PooledBuffer?> ReadAsync(HttpContext context, GatewayExchange exchange)
    {
        var request = context.Request;
        request.Headers.Remove(ResponseHeaders.Upload); // the client does not speak for the gateway
        if (exchange.Policy.Uploads == UploadCheck.Off || HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.ContentLength == 0)
        {
            return null;
        }
        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw new BadHttpRequestException("an upload with a Content-Encoding can't be judged", StatusCodes.Status415UnsupportedMediaType);
        }
        if (request.ContentLength > exchange.Policy.MaxUploadBytes)
        {
            throw TooLong(exchange.Policy.MaxUploadBytes);
        }
        await _free.WaitAsync(context.RequestAborted);
        try
        {
            return await JudgeAsync(context, exchange);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private async ValueTask<PooledBuffer> JudgeAsync(HttpContext context, GatewayExchange exchange)
    {
        var body = new PooledBuffer();
        PooledBuffer? changed = null;
        try
        {
            await ReadBodyAsync(context, body, exchange.Policy.MaxUploadBytes);
            changed = new PooledBuffer();
            var isChanged = Judge(context.Request, exchange, body, changed);
            var forwarded = isChanged ? changed : body;
            (isChanged ? body : changed).Dispose();
            var request = context.Request;
            request.Headers.Remove(HeaderNames.Expect);
            request.Headers.Remove(HeaderNames.TransferEncoding);
            request.ContentLength = forwarded.Length;
            request.Body = new ReplayStream(forwarded, null);
            request.Headers[ResponseHeaders.Upload] = ResponseHeaders.Describe(exchange.Uploads);
            return forwarded;
        }
        catch
        {
            body.Dispose();
            changed?.Dispose();
            throw;
        }
    }

    private bool Judge(HttpRequest request, GatewayExchange exchange, PooledBuffer body, PooledBuffer changed)
    {
        var policy = exchange.Policy;
        var isDeclared = UploadInspection.IsYes(request.Headers[policy.UploadDeclaration].ToString());
        var inspection = new UploadInspection(verifier, produceIDs.Next, policy.ContentPropagator, policy.Uploads == UploadCheck.Tag, policy.UploadDeclaration);
        bool isChanged;
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Type.Equals("multipart", StringComparison.OrdinalIgnoreCase))
        {
            var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
            if (boundary.Length is 0 or > 70)
            {
                throw new BadHttpRequestException("a multipart request without its boundary", StatusCodes.Status400BadRequest);
            }
            isChanged = inspection.InspectParts(body.Memory, boundary, isDeclared, changed, out var mistake);
            if (mistake is not null)
            {
                throw new BadHttpRequestException(mistake, StatusCodes.Status400BadRequest);
            }
        }
        else
        {
            isChanged = body.Length > 0 && inspection.Inspect(body.Memory, isDeclared, changed);
        }
        exchange.Uploads = inspection.Files;
        return isChanged;
    }

    private static async ValueTask ReadBodyAsync(HttpContext context, PooledBuffer body, int cap)
    {
        while (true)
        {
            var room = body.GetMemory(body.Length == 0 && context.Request.ContentLength is { } length ? (int)length + 1 : 64 << 10);
            var read = await context.Request.Body.ReadAsync(room, context.RequestAborted);
            if (read == 0)
            {
                return;
            }
            body.Advance(read);
            if (body.Length > cap)
            {
                throw TooLong(cap);
            }
        }
    }

    private static BadHttpRequestException TooLong(int cap) => new($"an upload longer than MaxUploadBytes, {cap}, can't be judged", StatusCodes.Status413PayloadTooLarge);
}
