using GbGateway.Ledger;
using GbGateway.Metrics;
using GbGateway.Policies;
using GbGateway.Proxy;

namespace GbGateway.Admin;

/// <summary>What the admin listener answers; nothing else is there.</summary>
public sealed class AdminEndpoints(GatewayMetrics metrics, Drain drain, GatewayLedger ledger, RoutePolicies policies, VerifyEndpoint verify)
{
    /// <summary>Answers one request.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path.Value == "/verify" && HttpMethods.IsPost(context.Request.Method))
        {
            return verify.AnswerAsync(context);
        }
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return SayAsync(context, StatusCodes.Status405MethodNotAllowed, "only GET and HEAD, and POST /verify\n");
        }
        switch (context.Request.Path.Value)
        {
            case "/healthz":
                return SayAsync(context, StatusCodes.Status200OK, "alive\n");
            case "/readyz":
                return drain.HasBegun ? SayAsync(context, StatusCodes.Status503ServiceUnavailable, "draining\n")
                    : ledger.IsRefusing && policies.Current.RequiresLedger ? SayAsync(context, StatusCodes.Status503ServiceUnavailable, "the ledger takes no records\n")
                    : SayAsync(context, StatusCodes.Status200OK, "ready\n");
            case "/metrics":
                context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
                return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : metrics.WriteAsync(context.Response.Body, context.RequestAborted);
            default:
                return SayAsync(context, StatusCodes.Status404NotFound, "there are /metrics, /healthz, /readyz and POST /verify\n");
        }
    }

    private static Task SayAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
