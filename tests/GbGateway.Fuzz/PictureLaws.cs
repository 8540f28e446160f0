using System.Buffers;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Labels.Verification;

namespace GbGateway.Fuzz;

/// <summary>
/// What labelling promises about any bytes: 1 a receipt, never an exception; 2 labelled means that both our readers find the one label ordered;
/// 3 what a decoder takes, it takes labelled; 4 a labelled file that a decoder takes can be labelled again, the same way (metadata alone always); 5 a stream writes the same however it was cut.
/// </summary>
internal static class PictureLaws
{
    private static readonly MediaLimits Limits = new(1 << 20, 1 << 16, 8);

    private static readonly AigcMetadata Metadata = AigcMetadata.ByProducer("001191110102MACQD9K64010000", "01JTESTPRODUCEID0000000001");

    private static readonly int[] Pieces = [1, 7, 64, 701, 4096];

    /// <summary>Throws where a law is broken.</summary>
    /// <param name="input">One byte that chooses the order (see <see cref="OrderOf"/>), then the file.</param>
    public static void Check(byte[] input)
    {
        if (input.Length < 2)
        {
            return;
        }
        var (choice, file) = (input[0], input[1..]);
        var order = OrderOf(choice);
        Label(file, order with { Wording = null });
        if ((choice & SkipsPixels) == 0)
        {
            Label(file, order);
            Stream(file, order, Pieces[(choice >> 5) % Pieces.Length]);
        }
    }

    /// <summary>The bit of the first byte that says: the implicit label only. For formats whose pixels only libvips writes, which is slow and not ours.</summary>
    public const byte SkipsPixels = 0x80;

    /// <summary>Bits 0 and 1: the position; 2: the role; 3 and 4: what happens to a manifest; 5 and 6: the length of a stream's pieces.</summary>
    private static LabelOrder OrderOf(byte choice) => new()
    {
        Metadata = Metadata,
        Position = (LabelPosition)(choice & 3),
        Role = (choice & 4) == 0 ? LabelRole.Producer : LabelRole.Propagator,
        ContentCredentials = (ContentCredentials)((choice >> 3 & 3) % 3),
        Limits = Limits,
    };

    private static void Label(byte[] file, LabelOrder order)
    {
        // 1
        var (receipt, output) = Write(file, order);
        if (!receipt.IsLabelled)
        {
            return;
        }
        // 2
        var read = JudgeLabel(output, order, receipt, receipt.Path);
        // 3
        if (receipt.Path == "surgical" && PictureDecoder.Takes(file) && !PictureDecoder.Takes(output))
        {
            throw new BrokenLawException("a decoder takes the file, but not the labelled one");
        }
        // 4
        var (again, twice) = Write(output, order with { Metadata = read, Role = LabelRole.Producer, IsKept = true, ContentCredentials = ContentCredentials.Keep });
        if (receipt.Path == "surgical" && !again.IsLabelled && !PictureDecoder.Takes(output))
        {
            return; // broken behind the label, where the first time nobody looked
        }
        if (!again.IsLabelled || (receipt.Path != "transcode" && again.Path != receipt.Path) || (again.Width, again.Height) != (receipt.Width, receipt.Height))
        {
            throw new BrokenLawException($"labelled {receipt.Path} at first, then {again.Outcome} {again.Path}: {again.Reason} {again.FallbackReason}");
        }
        JudgeLabel(twice, order, again, "second " + again.Path);
    }

    private static void Stream(byte[] file, LabelOrder order, int piece)
    {
        var format = MediaFormats.Detect(file.AsSpan(0, Math.Min(file.Length, MediaFormat.HeadLength)));
        if (format is null || MediaLabeler.FindExcess(format, file, order.Limits, out _) is not null)
        {
            return;
        }
        // 5
        var whole = Push(format, file, order, file.Length);
        var cut = Push(format, file, order, piece);
        if (whole.IsDone != cut.IsDone)
        {
            throw new BrokenLawException($"a stream in one piece: {whole.Reason ?? "done"}; in pieces of {piece}: {cut.Reason ?? "done"}");
        }
        if (!whole.IsDone)
        {
            return;
        }
        if (!whole.Output.AsSpan().SequenceEqual(cut.Output))
        {
            throw new BrokenLawException($"a stream in pieces of {piece} wrote other bytes");
        }
        JudgeLabel(whole.Output, order, new LabelReceipt(LabelOutcome.Labelled, format.Name, "stream"), "stream");
    }

    private static (bool IsDone, byte[] Output, string? Reason) Push(MediaFormat format, byte[] file, LabelOrder order, int piece)
    {
        using var stream = format.OpenStream(order, 1 << 20);
        if (stream is null)
        {
            return (false, [], "none");
        }
        var output = new ArrayBufferWriter<byte>(file.Length + 4096);
        for (var at = 0; at < file.Length; at += piece)
        {
            stream.Push(file.AsSpan(at, Math.Min(piece, file.Length - at)), output);
        }
        var done = stream.TryFinish();
        return (done && stream.Receipt.IsLabelled, output.WrittenSpan.ToArray(), stream.Reason);
    }

    private static (LabelReceipt Receipt, byte[] Output) Write(byte[] file, LabelOrder order)
    {
        var output = new ArrayBufferWriter<byte>(file.Length + 4096);
        var receipt = MediaLabeler.WriteLabels(file, order, output);
        return (receipt, receipt.IsLabelled ? output.WrittenSpan.ToArray() : []);
    }

    /// <summary>The label both readers find in an output; that of a producer must be the one ordered, a propagator keeps what is its upstream's.</summary>
    private static AigcMetadata JudgeLabel(byte[] output, LabelOrder order, LabelReceipt receipt, string path)
    {
        var format = MediaFormats.Detect(output.AsSpan(0, Math.Min(output.Length, MediaFormat.HeadLength)));
        if (format?.Name != receipt.Format || !format.TryReadFacts(output, out var facts))
        {
            throw new BrokenLawException($"{path}: the output is no {receipt.Format}");
        }
        if (receipt.Width > 0 && (facts.Width, facts.Height) != (receipt.Width, receipt.Height))
        {
            throw new BrokenLawException($"{path}: the size changed");
        }
        var found = new List<FoundLabel>();
        format.FindImplicitLabels(output, found);
        if (found is not [{ Metadata: { } read }])
        {
            throw new BrokenLawException($"{path}: {found.Count} labels: {string.Join(" | ", found.Select(static label => label.Carrier))}");
        }
        if (order.Role == LabelRole.Producer && !order.IsKept && read != order.Metadata)
        {
            throw new BrokenLawException($"{path}: another label than the one ordered");
        }
        if (!LabelVerifier.Unpinned.Verify(output, "").Findings.Any(finding => finding.Metadata == read))
        {
            throw new BrokenLawException($"{path}: the verifier does not find the label");
        }
        return read;
    }
}
