using System.Diagnostics;
using System.Globalization;
using System.Text;
using GbGateway.Content;
using GbGateway.Content.Bodies;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Labels.Text;
using NetVips;

namespace GbGateway.Benchmarks.Media;

/// <summary>
/// A picture as a body and in a JSON document, labelled while it arrives against kept whole (a label at the bottom forces that, and one pass
/// over the whole file at the top is measured beside it): CPU, what is added after the last byte, bytes held and allocated.
/// </summary>
internal static class StreamingBenchmark
{
    private const int Piece = 64 << 10;
    private const int Rounds = 60;

    /// <summary>Runs; the argument is the CPU budget a row in milliseconds.</summary>
    public static int Run(string[] args)
    {
        var budget = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 400;
        Console.WriteLine("picture        KB   | CPU ms: memcpy, labelled whole, streamed raw, JSON memcpy, JSON streamed | after the last byte, us (median, p90): raw, JSON | held KB | bytes allocated: raw, JSON");
        foreach (var (name, file) in Pictures())
        {
            var json = Encoding.ASCII.GetBytes($$"""{"created":1,"data":[{"b64_json":"{{Convert.ToBase64String(file)}}"}]}""");
            var order = NewExchange().MediaOrder;
            using var output = new PooledBuffer();
            var copy = CpuClock.Time(() => Forward(file, output), budget, 5);
            var whole = CpuClock.Time(() => Whole(file, order, output), budget, 5);
            var raw = CpuClock.Time(() => Stream(Media(file), file, output, null), budget, 5);
            var jsonCopy = CpuClock.Time(() => Forward(json, output), budget, 5);
            var inJson = CpuClock.Time(() => Stream(new JsonBody(NewExchange()), json, output, null), budget, 5);
            var (rawLast, jsonLast) = (new List<double>(), new List<double>());
            for (var i = 0; i < Rounds; i++)
            {
                Stream(Media(file), file, output, rawLast);
                Stream(new JsonBody(NewExchange()), json, output, jsonLast);
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-12} {file.Length / 1024,6} | {copy.Cpu:0.000} {whole.Cpu:0.00} {raw.Cpu:0.00} {jsonCopy.Cpu:0.000} {inJson.Cpu:0.00} | {Quantile(rawLast, 0.5):0.0} {Quantile(rawLast, 0.9):0.0}, {Quantile(jsonLast, 0.5):0.0} {Quantile(jsonLast, 0.9):0.0} | {Held(file, order) / 1024} | {raw.Allocated} {inJson.Allocated}"));
        }
        return 0;
    }

    private static IEnumerable<(string Name, byte[] File)> Pictures()
    {
        foreach (var (name, file) in Surgery.PngInputs.All(2048))
        {
            if (file.Length > MediaBody.SmallLength)
            {
                yield return (name + ".png", file);
            }
            if (name.EndsWith("1024", StringComparison.Ordinal) || name.EndsWith("2048", StringComparison.Ordinal))
            {
                using var picture = Image.NewFromBuffer(file);
                yield return (name + ".jpg", picture.JpegsaveBuffer(q: 90, keep: Enums.ForeignKeep.None));
            }
        }
    }

    private static MediaBody Media(byte[] file) => new(NewExchange(), MediaFormats.Detect(file.AsSpan(0, MediaFormat.HeadLength))!);

    private static Exchange NewExchange() => new(
        new ContentPolicy { TextLabel = new ExplicitTextLabel(ExplicitTextLabel.DefaultWording, TextLabelPlacement.End) },
        AigcMetadata.ByProducer("BENCH", "1"))
    {
        Profile = ApiProfiles.ByPath("/v1/images/generations"),
    };

    private static void Forward(byte[] body, PooledBuffer output)
    {
        for (var at = 0; at < body.Length; at += Piece)
        {
            output.Append(body.AsSpan(at, Math.Min(Piece, body.Length - at)));
            output.Drop(output.Length);
        }
    }

    private static void Whole(byte[] file, LabelOrder order, PooledBuffer output)
    {
        MediaLabeler.WriteLabels(file, order, output);
        output.Drop(output.Length);
    }

    /// <summary>Drives a body; into <paramref name="last"/> go the microseconds from the moment its last piece is there to the moment all is written.</summary>
    private static void Stream(BodyRewriter body, byte[] input, PooledBuffer output, List<double>? last)
    {
        using (body)
        {
            // The last piece as a network gives it: what the read before left over.
            var tail = input.Length % Piece == 0 ? Piece : input.Length % Piece;
            for (var at = 0; at < input.Length - tail; at += Piece)
            {
                body.Write(input.AsSpan(at, Piece), output, out _);
                output.Drop(output.Length);
            }
            var started = Stopwatch.GetTimestamp();
            body.Write(input.AsSpan(input.Length - tail), output, out _);
            if (body.Complete(output) != RewriteStatus.Done)
            {
                throw new InvalidOperationException(body.Refusal?.Reason ?? "not streamed");
            }
            last?.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            output.Drop(output.Length);
        }
    }

    private static int Held(byte[] file, LabelOrder order)
    {
        using var stream = MediaFormats.Detect(file.AsSpan(0, MediaFormat.HeadLength))!.OpenStream(order, int.MaxValue)!;
        using var output = new PooledBuffer();
        var held = 0;
        for (var at = 0; at < file.Length; at += 4096)
        {
            stream.Push(file.AsSpan(at, Math.Min(4096, file.Length - at)), output);
            held = Math.Max(held, stream.Held.Length);
        }
        return held;
    }

    private static double Quantile(List<double> values, double share)
    {
        values.Sort();
        return values[(int)(share * (values.Count - 1))];
    }
}
