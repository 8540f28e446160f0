using GbGateway.Grants;
using GbGateway.Ledger;
using GbGateway.Metrics;
using Microsoft.Extensions.ObjectPool;

namespace GbGateway.Proxy;

/// <summary>What the proxied path needs of the ledger: who asks, whether a grant holds, and a record for each exchange.</summary>
public sealed class ExchangeLedger(GatewayLedger ledger, TenantReader tenants, GrantGate grants, LedgerMetrics metrics, ILogger log) : IAsyncDisposable
{
    private readonly ObjectPool<ExchangeRecord> _records = new DefaultObjectPool<ExchangeRecord>(new DefaultPooledObjectPolicy<ExchangeRecord>(), 1024);

    /// <summary>Opens the ledger, and the secret that API keys are hashed with.</summary>
    /// <exception cref="IOException">The ledger's folder can't be written.</exception>
    /// <exception cref="InvalidOperationException">A key can't be used.</exception>
    public async Task StartAsync()
    {
        await ledger.StartAsync();
        if (!tenants.HasSecret)
        {
            tenants.UseSecret(LedgerFolder.OpenTenantKey(ledger.Settings.Folder));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ledger.DisposeAsync();

    /// <summary>Whether records are refused: what needs one is not asked for.</summary>
    public bool IsRefusing => ledger.IsRefusing;

    /// <summary>The grant that a request brings and that holds for it; null in every other case (<c>T15</c>).</summary>
    public Grant? FindGrant(HttpContext context, string tenant, string route)
    {
        if (!context.Request.Headers.TryGetValue(GrantTokens.Header, out var tokens) || tokens.Count != 1 || tokens[0] is not { } token)
        {
            return null;
        }
        var verdict = grants.Judge(token, tenant, route);
        metrics.CountGrant(verdict.Status);
        if (verdict.Holds)
        {
            return verdict.Grant;
        }
        Ledger.Log.GrantRefused(log, route, verdict.Status, verdict.Grant?.ID ?? "");
        return null;
    }

    /// <summary>A record for an exchange that begins.</summary>
    public ExchangeRecord Begin(GatewayExchange exchange)
    {
        var record = _records.Get();
        record.Begin(ledger, exchange);
        return record;
    }

    /// <summary>Takes back the record of an exchange that has ended.</summary>
    public void Return(ExchangeRecord record) => _records.Return(record);
}
