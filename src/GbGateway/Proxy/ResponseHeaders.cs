using System.Text;
using GbGateway.Content;
using GbGateway.Content.Uploads;
using GbGateway.Labels;

namespace GbGateway.Proxy;

/// <summary>Headers of labelled answers.</summary>
public static class ResponseHeaders
{
    /// <summary>The implicit label, wrapped form (<c>GB-E-b</c>).</summary>
    public const string Metadata = "AIGC-Metadata";

    /// <summary>The explicit label's wording, percent-encoded UTF-8, where it does not stand in the text (<c>GB-5.6</c>).</summary>
    public const string ExplicitLabel = "AIGC-Explicit-Label";

    /// <summary>The ids of the keyword rules that were hit before the head left: of the prompt, and of an answer that is one document.</summary>
    public const string Filter = "AIGC-Filter";

    /// <summary>What was decided about the files of a request: to the application behind the gateway, and to the client (<c>MEA-6</c>).</summary>
    public const string Upload = "AIGC-Upload";

    private const int MostRules = 16;

    // Every answer writes a label: each thread keeps its room.
    [ThreadStatic]
    private static PooledBuffer? _value;

    private static readonly string[] Stale =
        ["Content-Length", "Content-Encoding", "ETag", "Digest", "Content-Digest", "Repr-Digest", "Content-MD5", "Accept-Ranges", "Content-Range",
         "Signature", "Signature-Input"];

    /// <summary>Whether a method changes what it names: its conditions guard the change and stay.</summary>
    public static bool IsChange(string method) => HttpMethods.IsPut(method) || HttpMethods.IsPatch(method) || HttpMethods.IsDelete(method);

    /// <summary>Drops what was true of the upstream's bytes only.</summary>
    public static void DropStale(IHeaderDictionary headers)
    {
        foreach (var name in Stale)
        {
            headers.Remove(name);
        }
    }

    /// <summary>Drops labels the upstream speaks of: those of this gateway take their place. One that it is another gateway's is noted, and kept by a propagator.</summary>
    public static void DropForeignLabels(IHeaderDictionary headers, GatewayExchange exchange)
    {
        if (headers[Metadata] is { Count: 1 } value && AigcMetadata.TryParse(Encoding.UTF8.GetBytes(value.ToString()), out var upstream))
        {
            exchange.Labels.Adopt(upstream);
        }
        DropLabels(headers);
        if (exchange.Uploads.Count > 0)
        {
            headers[Upload] = Describe(exchange.Uploads);
        }
    }

    /// <summary>Drops what only this gateway says.</summary>
    public static void DropLabels(IHeaderDictionary headers)
    {
        headers.Remove(Metadata);
        headers.Remove(ExplicitLabel);
        headers.Remove(Filter);
        headers.Remove(Upload);
    }

    /// <summary>Sets the labels of an answer that has, or as a stream will have, content.</summary>
    public static void SetLabels(IHeaderDictionary headers, GatewayExchange exchange, bool outOfBand)
    {
        if (exchange.Grant is not null)
        {
            headers.CacheControl = "no-store, no-transform"; // made for one recipient
        }
        if (!exchange.Policy.AigcHeader)
        {
            return;
        }
        var value = _value ?? new PooledBuffer();
        _value = null;
        exchange.Labels.Metadata.WriteWrapped(value);
        headers[Metadata] = Encoding.ASCII.GetString(value.Span);
        value.Clear();
        _value = value;
        if (outOfBand)
        {
            headers[ExplicitLabel] = exchange.Policy.Content.TextLabel.OutOfBandHeader;
        }
    }

    /// <summary>Files and decisions: <c>file=0;label=2;by=declaration;id=…;tag=written</c>, with commas between; <c>none</c> if there are no files.</summary>
    public static string Describe(IReadOnlyList<UploadFile> files) => files.Count == 0 ? "none" : string.Join(", ", files.Select(static file => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"file={file.Index};label={file.Decision.Label};by={file.Decision.By};id={file.PropagateID};tag={file.Tag}")));

    /// <summary>Names the rules that were hit, where the route says so.</summary>
    public static void SetFindings(IHeaderDictionary headers, GatewayExchange exchange)
    {
        if (exchange.Policy.FilterHeader && exchange.Labels.Findings.Count > 0)
        {
            headers[Filter] = Rules(exchange.Labels);
        }
    }

    /// <summary>The ids of the rules that were hit, percent-encoded, with commas between.</summary>
    public static string Rules(Exchange exchange) =>
        string.Join(',', exchange.Findings.Take(MostRules).Select(static found => Uri.EscapeDataString(found.Finding.RuleId)));

    /// <summary>Keeps proxies in between from gathering a stream.</summary>
    public static void SetStreaming(IHeaderDictionary headers)
    {
        headers["X-Accel-Buffering"] = "no";
        headers.CacheControl = "no-cache, no-transform";
    }
}
