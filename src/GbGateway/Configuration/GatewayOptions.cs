using GbGateway.Escalation;
using GbGateway.Labels.Integrity;
using GbGateway.Ledger;
using GbGateway.Offenders;

namespace GbGateway.Configuration;

/// <summary>What is set for the whole gateway at start; changes need a restart.</summary>
public sealed record GatewayOptions
{
    /// <summary>Addresses of the data listener.</summary>
    public required string[] Urls { get; init; }

    /// <summary>Addresses of the data listener that speak HTTP/2 with prior knowledge.</summary>
    public required string[] Http2Urls { get; init; }

    /// <summary>Addresses of the admin listener.</summary>
    public required string[] Admin { get; init; }

    /// <summary>The file of secrets that guards <c>POST /verify</c>; null where there is none.</summary>
    public required string? AdminSecretFile { get; init; }

    /// <summary>Longest file that <c>POST /verify</c> takes, in bytes.</summary>
    public required int VerifyMaxBytes { get; init; }

    /// <summary>Files that <c>POST /verify</c> takes at a time.</summary>
    public required int VerifyConcurrency { get; init; }

    /// <summary>Keys whose signatures prove who signed a label.</summary>
    public required IReadOnlyList<Sm2PublicKey> PinnedKeys { get; init; }

    /// <summary>Longest request body, in bytes.</summary>
    public required long MaxRequestBodyBytes { get; init; }

    /// <summary>Pixels being labelled at one time.</summary>
    public required long MaxPixelsInFlight { get; init; }

    /// <summary>How long running answers may go on after SIGTERM.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>How long readiness says no before the listener closes.</summary>
    public required TimeSpan ReadinessDelay { get; init; }

    /// <summary>The header that names the tenant, or null.</summary>
    public required string? TenantHeader { get; init; }

    /// <summary>The header that names the tenant's user, or null.</summary>
    public required string? UserHeader { get; init; }

    /// <summary>The key of the hashes that stand for API keys and users; null for the one of the ledger's folder.</summary>
    public required byte[]? TenantKey { get; init; }

    /// <summary>The ledger.</summary>
    public required LedgerSettings Ledger { get; init; }

    /// <summary>Files of the keys that are trusted to sign grants.</summary>
    public required IReadOnlyList<string> GrantKeys { get; init; }

    /// <summary>The file of revoked grants, or null.</summary>
    public required string? GrantRevocations { get; init; }

    /// <summary>Where escalated hits are told; null where nowhere.</summary>
    public required EscalationOptions? Escalation { get; init; }

    /// <summary>How repeat offenders are counted.</summary>
    public required OffenderOptions Offenders { get; init; }

    /// <summary>After how long a silence a stream with text held back gets a comment; zero for never.</summary>
    public required TimeSpan KeepAlive { get; init; }

    /// <summary>The secrets that seal links on the gateway; null where each start makes its own.</summary>
    public required byte[][]? LinkSecrets { get; init; }

    /// <summary>Reads a configuration that has been checked.</summary>
    public static GatewayOptions Read(IConfiguration configuration)
    {
        var keys = new KeyReader(configuration);
        return new GatewayOptions
        {
            Urls = keys.Addresses(ConfigurationKeys.Urls),
            Http2Urls = keys.Addresses(ConfigurationKeys.Http2Urls),
            Admin = keys.Addresses(ConfigurationKeys.Admin),
            AdminSecretFile = keys.Text(ConfigurationKeys.AdminSecretFile),
            VerifyMaxBytes = (int)keys.Integer(ConfigurationKeys.VerifyMaxBytes),
            VerifyConcurrency = (int)keys.Integer(ConfigurationKeys.VerifyConcurrency),
            PinnedKeys = PinnedKeyFiles.Read(keys.Text(ConfigurationKeys.PinnedKeys)),
            MaxRequestBodyBytes = keys.Integer(ConfigurationKeys.MaxRequestBodyBytes),
            MaxPixelsInFlight = keys.Integer(ConfigurationKeys.MaxPixelsInFlight),
            Grace = keys.Duration(ConfigurationKeys.Grace),
            ReadinessDelay = keys.Duration(ConfigurationKeys.ReadinessDelay),
            TenantHeader = keys.Text(ConfigurationKeys.TenantHeader),
            UserHeader = keys.Text(ConfigurationKeys.UserHeader),
            TenantKey = keys.Text(ConfigurationKeys.TenantKeyFile) is { } file ? SecretFile.Read(file)[0] : null,
            Ledger = LedgerOptions.Read(configuration),
            GrantKeys = KeyReader.Paths(keys.Text(ConfigurationKeys.GrantKeys)),
            GrantRevocations = keys.Text(ConfigurationKeys.GrantRevocations) is { Length: > 0 } revoked ? revoked : null,
            LinkSecrets = keys.Text(ConfigurationKeys.LinkKeyFile) is { } links ? SecretFile.Read(links) : null,
            KeepAlive = keys.Duration(FilterKeys.KeepAlive),
            Escalation = keys.Text(FilterKeys.Webhook) is not { } webhook ? null : new EscalationOptions(
                new Uri(webhook), SecretFile.Read(keys.Text(FilterKeys.WebhookSecret)!)[0], (int)keys.Integer(FilterKeys.WebhookQueue), keys.Duration(FilterKeys.WebhookTimeout)),
            Offenders = new OffenderOptions(
                new OffenderRule((int)keys.Integer(FilterKeys.OffenderRow), (int)keys.Integer(FilterKeys.OffenderDay), keys.Duration(FilterKeys.Suspension)),
                keys.Choice<OffenderStoreKind>(FilterKeys.OffenderStore),
                keys.Text(FilterKeys.OffenderConnection) is { } connection ? File.ReadLines(connection).FirstOrDefault()?.Trim() : null,
                (int)keys.Integer(FilterKeys.OffenderMost)),
        };
    }
}
