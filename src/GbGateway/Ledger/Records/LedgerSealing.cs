using System.Buffers;

namespace GbGateway.Ledger.Records;

/// <summary>What is known of a labelled item once it has ended. Ids and digests, never content.</summary>
public sealed record LedgerSealing
{
    /// <summary>The item's ProduceID.</summary>
    public required string ProduceID { get; init; }

    /// <summary>How it ended.</summary>
    public required ItemOutcome Outcome { get; init; }

    /// <summary>The tenant or recipient, as in the opening.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>SHA-256 of the content as delivered; of the bytes sent, for streams. 32 bytes or empty.</summary>
    public ReadOnlyMemory<byte> ContentHash { get; init; }

    /// <summary>Bytes received from upstream.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Bytes sent to the client.</summary>
    public long BytesSent { get; init; }

    /// <summary>The response's status code.</summary>
    public int StatusCode { get; init; }

    /// <summary>The labels and what came of each.</summary>
    public IReadOnlyList<ItemLabel> Labels { get; init; } = [];

    /// <summary>The watermark's content id, or empty.</summary>
    public string WatermarkID { get; init; } = "";

    /// <summary>The label upstream had put on it, as JSON, or empty.</summary>
    public string UpstreamLabel { get; init; } = "";

    /// <summary>Ids of the filter rules that hit; never the text.</summary>
    public IReadOnlyList<string> FilterRules { get; init; } = [];

    /// <summary>The model that answered, where the answer says so.</summary>
    public string Model { get; init; } = "";

    /// <summary>The format that was sent, where the opening could not know it.</summary>
    public string Format { get; init; } = "";

    internal byte[] Encode()
    {
        var output = new ArrayBufferWriter<byte>(384);
        var fields = new CanonicalWriter(output);
        fields.Field(1, ProduceID);
        fields.Field(2, Tenant);
        fields.Field(3, (long)Outcome);
        fields.Field(4, ContentHash.Span);
        fields.Field(5, BytesReceived);
        fields.Field(6, BytesSent);
        fields.Field(7, StatusCode);
        foreach (var label in Labels)
        {
            fields.Field(8, Encode(label));
        }
        fields.Field(9, WatermarkID);
        fields.Field(10, UpstreamLabel);
        foreach (var rule in FilterRules)
        {
            fields.Field(11, rule);
        }
        fields.Field(12, Model);
        fields.Field(13, Format);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads an entry's body, or gives null if it is malformed.</summary>
    public static LedgerSealing? TryRead(ReadOnlySpan<byte> body)
    {
        var reader = new CanonicalReader(body);
        var read = new LedgerSealing { ProduceID = "", Outcome = 0 };
        var labels = new List<ItemLabel>();
        var rules = new List<string>();
        var previous = 0;
        while (reader.MoveNext())
        {
            if (reader.Tag == previous && reader.Tag is not (8 or 11))
            {
                return null;
            }
            previous = reader.Tag;
            switch (reader.Tag)
            {
                case 1: read = read with { ProduceID = reader.Text() }; break;
                case 2: read = read with { Tenant = reader.Text() }; break;
                case 3: read = read with { Outcome = (ItemOutcome)reader.Number() }; break;
                case 4: read = read with { ContentHash = reader.Value.ToArray() }; break;
                case 5: read = read with { BytesReceived = reader.Number() }; break;
                case 6: read = read with { BytesSent = reader.Number() }; break;
                case 7: read = read with { StatusCode = (int)reader.Number() }; break;
                case 8 when DecodeLabel(reader.Value) is { } label: labels.Add(label); break;
                case 9: read = read with { WatermarkID = reader.Text() }; break;
                case 10: read = read with { UpstreamLabel = reader.Text() }; break;
                case 11: rules.Add(reader.Text()); break;
                case 12: read = read with { Model = reader.Text() }; break;
                case 13: read = read with { Format = reader.Text() }; break;
                default: return null;
            }
        }
        return reader.IsMalformed || read.ProduceID.Length == 0 || read.Outcome == 0 ? null : read with { Labels = labels, FilterRules = rules };
    }

    private static ReadOnlySpan<byte> Encode(ItemLabel label)
    {
        var output = new ArrayBufferWriter<byte>(64);
        var fields = new CanonicalWriter(output);
        fields.Field(1, label.Form);
        fields.Field(2, label.Outcome);
        fields.Field(3, label.Wording);
        fields.Field(4, label.Place);
        return output.WrittenSpan;
    }

    private static ItemLabel? DecodeLabel(ReadOnlySpan<byte> body)
    {
        var reader = new CanonicalReader(body);
        var f = new string?[5];
        while (reader.MoveNext())
        {
            if (reader.Tag >= f.Length || f[reader.Tag] is not null)
            {
                return null;
            }
            f[reader.Tag] = reader.Text();
        }
        return reader.IsMalformed ? null : new ItemLabel(f[1] ?? "", f[2] ?? "", f[3] ?? "", f[4] ?? "");
    }
}
