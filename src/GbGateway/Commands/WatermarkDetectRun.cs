using System.Globalization;
using System.Text.Json;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Labels.Watermark;
using GbGateway.Policies;

namespace GbGateway.Commands;

/// <summary>Looks for the watermark in files and says what was found.</summary>
public sealed class WatermarkDetectRun(TextWriter output, TextWriter errors)
{
    /// <summary>Looks at every file; returns the exit code.</summary>
    public async Task<int> RunAsync(string[] files, string keys, bool json, CancellationToken cancellation)
    {
        if (WatermarkKeySource.TryRead(keys, out var mistakes) is not { } found)
        {
            foreach (var mistake in mistakes)
            {
                await errors.WriteLineAsync($"--keys {(WatermarkKeySource.LooksLikeSecret(keys) ? "(not shown)" : keys)}: {mistake}; allowed: {WatermarkKeySource.Allowed}");
            }
            return 2;
        }
        var detector = new WatermarkDetector(found);
        var code = 0;
        foreach (var file in files)
        {
            var reading = await ReadAsync(file, detector, cancellation);
            code = Math.Max(code, reading.Reason is not null ? 2 : reading.Detection is null ? 1 : 0);
            await output.WriteLineAsync(json ? Json(file, reading) : Text(file, reading));
        }
        return code;
    }

    private static async Task<WatermarkReading> ReadAsync(string file, WatermarkDetector detector, CancellationToken cancellation)
    {
        try
        {
            return new FileInfo(file) is { Exists: true, Length: var length } && length > MediaLimits.Default.MaxBytes
                ? new WatermarkReading(null, $"more than {MediaLimits.Default.MaxBytes} bytes")
                : WatermarkReader.Read(await File.ReadAllBytesAsync(file, cancellation), detector, MediaLimits.Default);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new WatermarkReading(null, e.Message);
        }
    }

    private static string Text(string file, WatermarkReading reading) => reading switch
    {
        { Reason: { } reason } => $"{file}: could not be looked at: {reason}",
        { Detection: { } mark } => string.Create(CultureInfo.InvariantCulture,
            $"{file}: content {reading.WatermarkID}, key {mark.Payload.KeyId}, score {mark.Score:F0}; scale {mark.Scale:F3}, aspect {mark.Aspect:F3}, rotation {mark.Rotation:F2}, "
            + $"quarter turns {mark.QuarterTurns}, {(mark.Flipped ? "flipped" : "not flipped")}"),
        _ => $"{file}: no mark of these keys",
    };

    private static string Json(string file, WatermarkReading reading)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteBoolean("marked", reading.Detection is not null);
            if (reading.Reason is { } reason)
            {
                writer.WriteString("reason", reason);
            }
            if (reading.Detection is { } mark)
            {
                writer.WriteString("watermarkID", reading.WatermarkID);
                writer.WriteNumber("key", mark.Payload.KeyId);
                writer.WriteNumber("score", Math.Round(mark.Score, 1));
                writer.WriteNumber("scale", Math.Round(mark.Scale, 4));
                writer.WriteNumber("aspect", Math.Round(mark.Aspect, 4));
                writer.WriteNumber("rotation", Math.Round(mark.Rotation, 3));
                writer.WriteNumber("quarterTurns", mark.QuarterTurns);
                writer.WriteBoolean("flipped", mark.Flipped);
            }
            writer.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
