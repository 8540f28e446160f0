using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using GbGateway.Ledger.Records;

namespace GbGateway.Ledger.Queries;

/// <summary>An entry as one line of JSON that people and tools can read; with its body and hash, it can be read back.</summary>
internal static class EntryJson
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes <paramref name="entry"/> and a line feed.</summary>
    public static void WriteLine(LedgerEntry entry, IBufferWriter<byte> output)
    {
        using (var json = new Utf8JsonWriter(output, Relaxed))
        {
            json.WriteStartObject();
            json.WriteNumber("sequence"u8, entry.Sequence);
            json.WriteNumber("segment"u8, entry.Segment);
            json.WriteNumber("index"u8, entry.Index);
            json.WriteString("kind"u8, entry.Kind.ToString());
            json.WriteString("time"u8, entry.When.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture));
            json.WriteNumber("timeMicroseconds"u8, entry.Time);
            json.WriteNumber("ageMicroseconds"u8, entry.Age);
            WriteRecord(json, entry);
            json.WriteString("algorithm"u8, entry.Algorithm.ToString());
            json.WriteBase64String("body"u8, entry.Body.Span);
            json.WriteString("hash"u8, Convert.ToHexStringLower(entry.Hash.Span));
            json.WriteEndObject();
        }
        output.Write("\n"u8);
    }

    /// <summary>Reads a line; null if it is not exactly what <see cref="WriteLine"/> writes, down to the last byte.</summary>
    public static LedgerEntry? TryReadLine(ReadOnlySpan<byte> line)
    {
        var entry = TryReadFields(line);
        if (entry is null)
        {
            return null;
        }
        var again = new ArrayBufferWriter<byte>(line.Length + 1);
        WriteLine(entry, again);
        return again.WrittenSpan[..^1].SequenceEqual(line) ? entry : null;
    }

    private static LedgerEntry? TryReadFields(ReadOnlySpan<byte> line)
    {
        long sequence = 0, segment = 0, time = 0, age = 0;
        var index = 0;
        LedgerEntryKind kind = 0;
        LedgerHashAlgorithm algorithm = 0;
        byte[] body = [], hash = [];
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 8 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                switch (name)
                {
                    case "sequence": sequence = reader.GetInt64(); break;
                    case "segment": segment = reader.GetInt64(); break;
                    case "index": index = reader.GetInt32(); break;
                    case "timeMicroseconds": time = reader.GetInt64(); break;
                    case "ageMicroseconds": age = reader.GetInt64(); break;
                    case "kind" when Enum.TryParse(reader.GetString(), out kind): break;
                    case "algorithm" when Enum.TryParse(reader.GetString(), out algorithm): break;
                    case "body": body = reader.GetBytesFromBase64(); break;
                    case "hash": hash = Convert.FromHexString(reader.GetString() ?? ""); break;
                    default: reader.Skip(); break;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
        return new LedgerEntry
        {
            Algorithm = algorithm, Kind = kind, Segment = segment, Index = index, Sequence = sequence, Time = time, Age = age, Body = body, Hash = hash,
        };
    }

    private static void WriteRecord(Utf8JsonWriter json, LedgerEntry entry)
    {
        switch (entry.Kind)
        {
            case LedgerEntryKind.Open when LedgerOpening.TryRead(entry.Body.Span) is { } open:
                Text(json, "produceID", open.ProduceID);
                Text(json, "tenant", open.Tenant);
                Text(json, "route", open.Route);
                Text(json, "profile", open.Profile);
                Text(json, "model", open.Model);
                Text(json, "contentKind", open.ContentKind);
                Text(json, "format", open.Format);
                Text(json, "wording", open.Wording);
                Text(json, "grantID", open.GrantID);
                Text(json, "grantRecipient", open.GrantRecipient);
                Text(json, "grantAgreement", open.GrantAgreement);
                Text(json, "policyVersion", open.PolicyVersion);
                Text(json, "upstreamHost", open.UpstreamHost);
                Text(json, "role", open.Role);
                Text(json, "decision", open.Decision);
                break;
            case LedgerEntryKind.Seal when LedgerSealing.TryRead(entry.Body.Span) is { } seal:
                WriteSealing(json, seal);
                break;
            case LedgerEntryKind.Checkpoint when LedgerCheckpoint.TryRead(entry.Body.Span) is { } checkpoint:
                Text(json, "keyID", checkpoint.KeyID);
                json.WriteBoolean("closesSegment", checkpoint.ClosesSegment);
                break;
            case LedgerEntryKind.Tombstone when LedgerTombstone.TryRead(entry.Body.Span) is { } tombstone:
                Text(json, "keyID", tombstone.KeyID);
                json.WriteNumber("lastSegmentDeleted", tombstone.LastSegment);
                json.WriteNumber("lastSequenceDeleted", tombstone.LastSequence);
                break;
        }
    }

    private static void WriteSealing(Utf8JsonWriter json, LedgerSealing seal)
    {
        Text(json, "produceID", seal.ProduceID);
        Text(json, "tenant", seal.Tenant);
        json.WriteString("outcome", seal.Outcome.ToString());
        Text(json, "sha256", Convert.ToHexStringLower(seal.ContentHash.Span));
        json.WriteNumber("bytesReceived", seal.BytesReceived);
        json.WriteNumber("bytesSent", seal.BytesSent);
        json.WriteNumber("statusCode", seal.StatusCode);
        json.WriteStartArray("labels");
        foreach (var label in seal.Labels)
        {
            json.WriteStartObject();
            Text(json, "form", label.Form);
            Text(json, "outcome", label.Outcome);
            Text(json, "wording", label.Wording);
            Text(json, "place", label.Place);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Text(json, "watermarkID", seal.WatermarkID);
        Text(json, "upstreamLabel", seal.UpstreamLabel);
        if (seal.FilterRules.Count > 0)
        {
            json.WriteStartArray("filterRules");
            foreach (var rule in seal.FilterRules)
            {
                json.WriteStringValue(rule);
            }
            json.WriteEndArray();
        }
        Text(json, "model", seal.Model);
        Text(json, "format", seal.Format);
        Text(json, "contentKind", seal.ContentKind);
        Text(json, "reason", seal.Reason);
        if (seal.Part > 0)
        {
            json.WriteNumber("part", seal.Part);
        }
        Text(json, "filterLibrary", seal.FilterLibrary);
    }

    private static void Text(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
        {
            json.WriteString(name, value);
        }
    }
}
