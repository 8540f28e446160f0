using System.Globalization;
using System.Net;
using GbGateway.Content;
using GbGateway.Offenders;

namespace GbGateway.Proxy;

/// <summary>Turns suspended users away before the upstream is asked, and counts harmful prompts (<c>T-in-1</c>).</summary>
public sealed class OffenderGate(OffenderDesk desk, TenantReader tenants)
{
    /// <summary>The code of its refusals.</summary>
    public const string UserSuspended = "user_suspended";

    /// <summary>Answers a suspended user's request, and counts the prompt of another.</summary>
    /// <returns>Whether the request was answered here.</returns>
    public async ValueTask<bool> RefusesAsync(HttpContext context, GatewayExchange exchange)
    {
        if (!exchange.Policy.SuspendsOffenders || !HttpMethods.IsPost(context.Request.Method) || NameOf(exchange.Labels) is not { Length: > 0 } user)
        {
            return false;
        }
        if (await desk.EnterAsync(user, exchange.Labels.PromptOffends, context.RequestAborted) is not { } left)
        {
            return false;
        }
        exchange.Reason = Reasons.Suspended;
        // Not 429: clients would try again by themselves.
        await ErrorAnswer.SendAsync(context, exchange.Labels.Profile, HttpStatusCode.Forbidden, UserSuspended, exchange.Policy.Content.Refusal.Text,
            headers => headers.RetryAfter = Math.Ceiling(left.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        return true;
    }

    // A tenant's users are told apart by the header, else by what the request says; where nothing does, the tenant answers for all.
    private string? NameOf(Exchange exchange)
    {
        var user = exchange.Tenant.User ?? (exchange.NamedUser is { Length: > 0 } named ? tenants.NameUser(named) : null);
        return user is null && !exchange.Tenant.IsKnown ? null : $"{exchange.Tenant.Id}/{user}";
    }
}
