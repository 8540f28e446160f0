using System.Buffers;
using System.Text.Json;
using GbGateway.Content;
using GbGateway.Content.Filtering;

namespace GbGateway.Escalation;

/// <summary>What a person is told of an exchange in which rules with <see cref="FilterAction.Escalate"/> were hit: facts, never the text.</summary>
/// <param name="ProduceID">The exchange's number, as in its label and in the ledger.</param>
/// <param name="Time">When it ended.</param>
/// <param name="Route">The route.</param>
/// <param name="Api">The API profile's name; null where it is unknown.</param>
/// <param name="Tenant">Whose request it was.</param>
/// <param name="Findings">The rules that were hit.</param>
public sealed record EscalationNotice(
    string ProduceID, DateTimeOffset Time, string Route, string? Api, Tenant Tenant, IReadOnlyList<FilterEvent> Findings)
{
    /// <summary>The notice of an exchange, or null where nothing in it is to be escalated.</summary>
    public static EscalationNotice? Of(Exchange exchange, string route, DateTimeOffset time)
    {
        List<FilterEvent>? findings = null;
        foreach (var found in exchange.Findings)
        {
            if (found.Finding.Action == FilterAction.Escalate)
            {
                (findings ??= []).Add(found);
            }
        }
        return findings is null ? null
            : new EscalationNotice(exchange.Metadata.ProduceID ?? "", time, route, exchange.Profile?.Name, exchange.Tenant, findings);
    }

    /// <summary>The notice as JSON.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "keyword.escalated"u8);
            json.WriteString("produceID"u8, ProduceID);
            json.WriteString("time"u8, Time);
            json.WriteString("route"u8, Route);
            json.WriteString("api"u8, Api);
            json.WriteString("tenant"u8, Tenant.Id);
            json.WriteString("user"u8, Tenant.User);
            json.WriteStartArray("findings"u8);
            foreach (var (direction, finding) in Findings)
            {
                json.WriteStartObject();
                json.WriteString("rule"u8, finding.RuleId);
                json.WriteString("risk"u8, finding.Risk.ToString());
                json.WriteString("severity"u8, finding.Severity.ToString());
                json.WriteString("direction"u8, direction.ToString());
                json.WriteString("library"u8, finding.Library);
                json.WriteString("version"u8, finding.Version);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
