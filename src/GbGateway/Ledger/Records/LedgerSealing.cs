using System.Buffers;

namespace GbGateway.Ledger.Records;

/// <summary>What is known of a labelled item, or of one picture in it, once it has ended. Ids and digests, never content. One object may be filled again for the next item.</summary>
public sealed record LedgerSealing
{
    /// <summary>The item's ProduceID.</summary>
    public required string ProduceID { get; set; }

    /// <summary>How it ended.</summary>
    public required ItemOutcome Outcome { get; set; }

    /// <summary>The tenant or recipient, as in the opening.</summary>
    public string Tenant { get; set; } = "";

    /// <summary>SHA-256 of the content as delivered; of the bytes sent, for streams. 32 bytes or empty.</summary>
    public ReadOnlyMemory<byte> ContentHash { get; set; }

    /// <summary>Bytes received from upstream.</summary>
    public long BytesReceived { get; set; }

    /// <summary>Bytes sent to the client.</summary>
    public long BytesSent { get; set; }

    /// <summary>The response's status code.</summary>
    public int StatusCode { get; set; }

    /// <summary>The labels and what came of each.</summary>
    public IReadOnlyList<ItemLabel> Labels { get; set; } = [];

    /// <summary>The watermark's content id, or empty.</summary>
    public string WatermarkID { get; set; } = "";

    /// <summary>The label upstream had put on it, as JSON, or empty.</summary>
    public string UpstreamLabel { get; set; } = "";

    /// <summary>Ids of the filter rules that hit; never the text.</summary>
    public IReadOnlyList<string> FilterRules { get; set; } = [];

    /// <summary>The model that answered, where the answer says so.</summary>
    public string Model { get; set; } = "";

    /// <summary>The format that was sent, where the opening could not know it.</summary>
    public string Format { get; set; } = "";

    /// <summary>Kind of content that was labelled: <c>text</c>, <c>image</c>, <c>text+image</c>; empty if there was none.</summary>
    public string ContentKind { get; set; } = "";

    /// <summary>Why it was refused or cut, one of a closed set; empty if it wasn't.</summary>
    public string Reason { get; set; } = "";

    /// <summary>0 for the item as a whole; 1, 2, … for the pictures in it, each sealed by itself so that its digest is found.</summary>
    public long Part { get; set; }

    /// <summary>Version of the keyword library that <see cref="FilterRules"/> are of, or empty.</summary>
    public string FilterLibrary { get; set; } = "";

    internal byte[] Encode()
    {
        var output = new ArrayBufferWriter<byte>(384);
        Encode(output);
        return output.WrittenSpan.ToArray();
    }

    internal void Encode(IBufferWriter<byte> output)
    {
        var fields = new CanonicalWriter(output);
        fields.Field(1, ProduceID);
        fields.Field(2, Tenant);
        fields.Field(3, (long)Outcome);
        fields.Field(4, ContentHash.Span);
        fields.Field(5, BytesReceived);
        fields.Field(6, BytesSent);
        fields.Field(7, StatusCode);
        for (var i = 0; i < Labels.Count; i++)
        {
            fields.Field(8, Labels[i].Encoded.Span);
        }
        fields.Field(9, WatermarkID);
        fields.Field(10, UpstreamLabel);
        for (var i = 0; i < FilterRules.Count; i++)
        {
            fields.Field(11, FilterRules[i]);
        }
        fields.Field(12, Model);
        fields.Field(13, Format);
        fields.Field(14, ContentKind);
        fields.Field(15, Reason);
        fields.Field(16, Part);
        fields.Field(17, FilterLibrary);
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
                case 14: read.ContentKind = reader.Text(); break;
                case 15: read.Reason = reader.Text(); break;
                case 16: read.Part = reader.Number(); break;
                case 17: read.FilterLibrary = reader.Text(); break;
                default: return null;
            }
        }
        return reader.IsMalformed || read.ProduceID.Length == 0 || read.Outcome == 0 ? null : read with { Labels = labels, FilterRules = rules };
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
