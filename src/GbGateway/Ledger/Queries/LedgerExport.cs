using System.Buffers;
using System.Globalization;
using System.Text;
using GbGateway.Ledger.Records;

namespace GbGateway.Ledger.Queries;

/// <summary>Writes entries as JSON lines or CSV, in constant memory.</summary>
public static class LedgerExport
{
    private const int FlushAt = 64 << 10;

    private const string Header =
        "sequence,time,kind,produceID,tenant,route,profile,model,contentKind,format,wording,grantID,grantRecipient,grantAgreement,policyVersion,upstreamHost,role,decision,"
        + "outcome,sha256,bytesReceived,bytesSent,statusCode,labels,watermarkID,upstreamLabel,filterRules,filterLibrary,reason,part,hash\r\n";

    /// <summary>Writes each entry as one line of JSON, body and hash included: it can be verified elsewhere.</summary>
    /// <returns>How many entries were written.</returns>
    public static Task<long> WriteJsonLinesAsync(IAsyncEnumerable<LedgerEntry> entries, Stream output, IProgress<long>? progress, CancellationToken cancellation) =>
        WriteAsync(entries, output, EntryJson.WriteLine, progress, cancellation);

    /// <summary>Writes openings and sealings as CSV (RFC 4180, UTF-8 with BOM for spreadsheets).</summary>
    /// <returns>How many entries were written.</returns>
    public static async Task<long> WriteCsvAsync(IAsyncEnumerable<LedgerEntry> entries, Stream output, IProgress<long>? progress, CancellationToken cancellation)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes("\uFEFF" + Header), cancellation).ConfigureAwait(false);
        return await WriteAsync(entries, output, WriteCsvLine, progress, cancellation).ConfigureAwait(false);
    }

    private static async Task<long> WriteAsync(
        IAsyncEnumerable<LedgerEntry> entries, Stream output, Action<LedgerEntry, IBufferWriter<byte>> writeLine, IProgress<long>? progress, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(FlushAt + 8192);
        long count = 0;
        await foreach (var entry in entries.WithCancellation(cancellation).ConfigureAwait(false))
        {
            writeLine(entry, buffer);
            count++;
            if (buffer.WrittenCount >= FlushAt)
            {
                await output.WriteAsync(buffer.WrittenMemory, cancellation).ConfigureAwait(false);
                buffer.ResetWrittenCount();
                progress?.Report(count);
            }
        }
        await output.WriteAsync(buffer.WrittenMemory, cancellation).ConfigureAwait(false);
        await output.FlushAsync(cancellation).ConfigureAwait(false);
        return count;
    }

    private static void WriteCsvLine(LedgerEntry entry, IBufferWriter<byte> output)
    {
        var open = entry.Kind == LedgerEntryKind.Open ? LedgerOpening.TryRead(entry.Body.Span) : null;
        var seal = entry.Kind == LedgerEntryKind.Seal ? LedgerSealing.TryRead(entry.Body.Span) : null;
        if (open is null && seal is null)
        {
            return;
        }
        string?[] fields =
        [
            entry.Sequence.ToString(CultureInfo.InvariantCulture),
            entry.When.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
            entry.Kind.ToString(),
            open?.ProduceID ?? seal?.ProduceID, open?.Tenant ?? seal?.Tenant,
            open?.Route, open?.Profile, open?.Model ?? seal?.Model, open?.ContentKind ?? seal?.ContentKind, open?.Format ?? seal?.Format, open?.Wording,
            open?.GrantID, open?.GrantRecipient, open?.GrantAgreement, open?.PolicyVersion, open?.UpstreamHost, open?.Role, open?.Decision,
            seal?.Outcome.ToString(),
            seal is null ? null : Convert.ToHexStringLower(seal.ContentHash.Span),
            seal?.BytesReceived.ToString(CultureInfo.InvariantCulture), seal?.BytesSent.ToString(CultureInfo.InvariantCulture),
            seal?.StatusCode.ToString(CultureInfo.InvariantCulture),
            seal is null ? null : string.Join("; ", seal.Labels.Select(static label => $"{label.Form} {label.Outcome} {label.Wording} {label.Place}".TrimEnd())),
            seal?.WatermarkID, seal?.UpstreamLabel,
            seal is null ? null : string.Join("; ", seal.FilterRules),
            seal?.FilterLibrary, seal?.Reason, seal?.Part.ToString(CultureInfo.InvariantCulture),
            Convert.ToHexStringLower(entry.Hash.Span),
        ];
        output.Write(Encoding.UTF8.GetBytes(string.Join(',', fields.Select(Escape)) + "\r\n"));
    }

    private static string Escape(string? field)
    {
        if (string.IsNullOrEmpty(field))
        {
            return "";
        }
        // A spreadsheet would run these as a formula; tenants and models are not ours to trust.
        if (field[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
        {
            field = "'" + field;
        }
        return field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
    }
}
