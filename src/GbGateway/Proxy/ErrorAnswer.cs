using System.Net;
using GbGateway.Content;
using GbGateway.Content.Profiles;

namespace GbGateway.Proxy;

/// <summary>Errors of the gateway's own, in the API's dialect; OpenAI's where the API is unknown.</summary>
public static class ErrorAnswer
{
    /// <summary>The code of answers that can't be labelled.</summary>
    public const string LabelUnavailable = "label_unavailable";

    /// <summary>The code of answers whose record can't be kept.</summary>
    public const string LedgerUnavailable = "ledger_unavailable";

    /// <summary>What clients and load balancers need of an answer that may be asked for again soon.</summary>
    public static void SetRetry(IHeaderDictionary headers) => headers.RetryAfter = "1";

    /// <summary>The error as JSON.</summary>
    public static byte[] Write(ApiProfile? profile, string code, string message)
    {
        using var buffer = new PooledBuffer();
        (profile ?? ApiProfiles.Default).WriteError(code, message, buffer);
        return buffer.Span.ToArray();
    }

    /// <summary>Whether a request is a gRPC call, which reads errors off its own headers.</summary>
    public static bool IsGrpc(HttpContext context) => context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Answers a gRPC call by a status of its own, before anything was sent: 12, unimplemented.</summary>
    public static Task SendGrpcAsync(HttpContext context, string message)
    {
        context.Response.Clear();
        context.Response.ContentType = context.Request.ContentType;
        context.Response.Headers["grpc-status"] = "12";
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(message);
        return Task.CompletedTask;
    }

    /// <summary>Answers a request by an error, before anything was sent.</summary>
    public static async Task SendAsync(HttpContext context, ApiProfile? profile, HttpStatusCode status, string code, string message, Action<IHeaderDictionary>? setHeaders = null)
    {
        var body = Write(profile, code, message);
        context.Response.Clear();
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        setHeaders?.Invoke(context.Response.Headers);
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
