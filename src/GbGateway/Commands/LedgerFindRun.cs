using System.Buffers;
using System.Security.Cryptography;
using GbGateway.Labels;
using GbGateway.Labels.Integrity;
using GbGateway.Labels.Media;
using GbGateway.Labels.Verification;
using GbGateway.Labels.Watermark;
using GbGateway.Ledger;
using GbGateway.Ledger.Queries;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Sinks;
using GbGateway.Policies;

namespace GbGateway.Commands;

/// <summary>Finds records: by number, digest, tenant, time, by a watermark, or by a file's own labels, bytes and watermark.</summary>
public sealed class LedgerFindRun(LedgerSettings settings, TextWriter output, bool json)
{
    private const int MostNumbers = 16;

    private readonly HashSet<long> _said = [];
    private readonly ArrayBufferWriter<byte> _line = new();

    /// <summary>Finds; returns the exit code.</summary>
    /// <param name="query">What to find.</param>
    /// <param name="file">A file to find the records of, or null.</param>
    /// <param name="watermarkKeys">The keys to look for the file's watermark with, or null.</param>
    /// <param name="watermark">A watermark to find, or null.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<int> RunAsync(LedgerQuery query, FileInfo? file, string? watermarkKeys, string? watermark, CancellationToken cancellation)
    {
        if (file is null && watermark is null && query == new LedgerQuery())
        {
            throw new FormatException("say what to find: a ProduceID, --sha256, --file, --watermark, --tenant, --since or --until");
        }
        await using var sink = settings.CreateSink();
        if (file is not null)
        {
            await FindFileAsync(sink, query, file, watermarkKeys, cancellation);
        }
        else if (watermark is not null)
        {
            await FindWatermarkAsync(sink, query, watermark, cancellation);
        }
        else
        {
            await FindAsync(sink, query, cancellation);
        }
        return _said.Count > 0 ? 0 : 1;
    }

    private async Task FindFileAsync(LedgerSink sink, LedgerQuery query, FileInfo file, string? watermarkKeys, CancellationToken cancellation)
    {
        if (file.Length > LabelVerifier.LongestFile)
        {
            throw new InvalidDataException($"{file.FullName} is longer than {LabelVerifier.LongestFile} bytes");
        }
        var bytes = await File.ReadAllBytesAsync(file.FullName, cancellation);
        await FindAsync(sink, query with { ContentHash = SHA256.HashData(bytes) }, cancellation);
        var report = new LabelVerifier(new LabelSignatureVerifier([])).Verify(bytes, file.Name);
        var numbers = report.Findings.SelectMany(static finding => new[] { finding.Metadata?.ProduceID, finding.Metadata?.PropagateID })
            .Where(static number => !string.IsNullOrEmpty(number)).Distinct(StringComparer.Ordinal).Take(MostNumbers).ToList();
        foreach (var number in numbers)
        {
            await FindAsync(sink, query with { ProduceID = number }, cancellation);
        }
        var mark = watermarkKeys is null ? "" : ReadWatermark(bytes, watermarkKeys);
        if (mark.Length > 0)
        {
            await FindWatermarkAsync(sink, query, mark, cancellation);
        }
        if (!json)
        {
            await Console.Error.WriteLineAsync($"looked for sha256 {Convert.ToHexStringLower(SHA256.HashData(bytes))}, "
                + (numbers.Count > 0 ? $"ProduceID {string.Join(", ", numbers)}" : "no label in the file") + (mark.Length > 0 ? $", watermark {mark}" : ""));
        }
    }

    private static string ReadWatermark(byte[] bytes, string source)
    {
        if (WatermarkKeySource.TryRead(source, out var mistakes) is not { } keys)
        {
            throw new FormatException($"--watermark-keys: {string.Join("; ", mistakes)}");
        }
        return WatermarkReader.Read(bytes, new WatermarkDetector(keys), MediaLimits.Default) is { Detection: not null, WatermarkID: { } found } ? found : "";
    }

    // A mark says a digest of the ProduceID: no index leads there, every record is looked at.
    private async Task FindWatermarkAsync(LedgerSink sink, LedgerQuery query, string watermark, CancellationToken cancellation)
    {
        if (watermark.Length != 12 || watermark.AsSpan().ContainsAnyExcept("0123456789abcdef"))
        {
            throw new FormatException("--watermark: 12 hexadecimal digits");
        }
        var numbers = await new Spinner("searching").RunAsync(async progress =>
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            long seen = 0;
            await foreach (var entry in sink.FindAsync(query, cancellation))
            {
                var number = EntryKeys.Of(entry).ProduceID;
                if (number.Length > 0 && WatermarkPayload.NameOf(WatermarkPayload.ContentIdOf(number)) == watermark)
                {
                    found.Add(number);
                }
                if (++seen % 10_000 == 0)
                {
                    progress?.Report(seen);
                }
            }
            return found;
        });
        foreach (var number in numbers)
        {
            await FindAsync(sink, query with { ProduceID = number }, cancellation);
        }
    }

    private async Task FindAsync(LedgerSink sink, LedgerQuery query, CancellationToken cancellation)
    {
        await foreach (var entry in sink.FindAsync(query, cancellation))
        {
            if (_said.Add(entry.Sequence))
            {
                _line.ResetWrittenCount();
                EntryJson.WriteLine(entry, _line);
                await output.WriteAsync(json ? System.Text.Encoding.UTF8.GetString(_line.WrittenSpan) : EntryText.Write(_line.WrittenSpan));
            }
        }
    }
}
