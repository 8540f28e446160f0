using System.Buffers;

namespace GbGateway.Ledger.Records;

/// <summary>What is known of a labelled item before its first byte leaves. Ids and digests, never content. One object may be filled again for the next item.</summary>
public sealed record LedgerOpening
{
    /// <summary>The item's ProduceID.</summary>
    public required string ProduceID { get; set; }

    /// <summary>The route's name.</summary>
    public string Route { get; set; } = "";

    /// <summary>The tenant or recipient: a configured header's value or a hash of the API key, never the key.</summary>
    public string Tenant { get; set; } = "";

    /// <summary>The API profile's name.</summary>
    public string Profile { get; set; } = "";

    /// <summary>The model's name as asked for.</summary>
    public string Model { get; set; } = "";

    /// <summary>Kind of content: <c>text</c>, <c>image</c>, <c>audio</c>, <c>video</c>, <c>file</c>.</summary>
    public string ContentKind { get; set; } = "";

    /// <summary>Format, such as <c>png</c> or <c>sse</c>.</summary>
    public string Format { get; set; } = "";

    /// <summary>The explicit label's wording that the policy orders; empty under a grant.</summary>
    public string Wording { get; set; } = "";

    /// <summary>The grant that leaves the explicit label out (<c>MEA-9</c>), or empty.</summary>
    public string GrantID { get; set; } = "";

    /// <summary>Who got the content without explicit label (<c>MEA-9</c>), or empty.</summary>
    public string GrantRecipient { get; set; } = "";

    /// <summary>The agreement that states the recipient's duties (<c>MEA-9</c>), or empty.</summary>
    public string GrantAgreement { get; set; } = "";

    /// <summary>The version of the policies that decided.</summary>
    public string PolicyVersion { get; set; } = "";

    /// <summary>Host of the upstream.</summary>
    public string UpstreamHost { get; set; } = "";

    /// <summary>The role: <c>producer</c> (default, empty) or <c>propagator</c> (<c>MEA-6</c>).</summary>
    public string Role { get; set; } = "";

    /// <summary>A propagator's decision, such as <c>2 by declaration</c> (<c>MEA-6</c>), or empty.</summary>
    public string Decision { get; set; } = "";

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
        fields.Field(3, Route);
        fields.Field(4, Profile);
        fields.Field(5, Model);
        fields.Field(6, ContentKind);
        fields.Field(7, Format);
        fields.Field(8, Wording);
        fields.Field(9, GrantID);
        fields.Field(10, GrantRecipient);
        fields.Field(11, GrantAgreement);
        fields.Field(12, PolicyVersion);
        fields.Field(13, UpstreamHost);
        fields.Field(14, Role);
        fields.Field(15, Decision);
    }

    /// <summary>Reads an entry's body, or gives null if it is malformed.</summary>
    public static LedgerOpening? TryRead(ReadOnlySpan<byte> body)
    {
        var reader = new CanonicalReader(body);
        var f = new string[16];
        while (reader.MoveNext())
        {
            if (reader.Tag >= f.Length || f[reader.Tag] is not null)
            {
                return null;
            }
            f[reader.Tag] = reader.Text();
        }
        return reader.IsMalformed || f[1] is null ? null : new LedgerOpening
        {
            ProduceID = f[1],
            Tenant = f[2] ?? "",
            Route = f[3] ?? "",
            Profile = f[4] ?? "",
            Model = f[5] ?? "",
            ContentKind = f[6] ?? "",
            Format = f[7] ?? "",
            Wording = f[8] ?? "",
            GrantID = f[9] ?? "",
            GrantRecipient = f[10] ?? "",
            GrantAgreement = f[11] ?? "",
            PolicyVersion = f[12] ?? "",
            UpstreamHost = f[13] ?? "",
            Role = f[14] ?? "",
            Decision = f[15] ?? "",
        };
    }
}
