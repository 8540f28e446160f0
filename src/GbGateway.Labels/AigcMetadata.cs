using System.Buffers;
using System.Text;
using System.Text.Json;

namespace GbGateway.Labels;

/// <summary>The implicit label's value: the seven strings of GB 45438-2025 annex E, in the order of <c>GB-E-b</c>.</summary>
/// <param name="Label"><c>"1"</c> is, <c>"2"</c> may be, <c>"3"</c> is suspected to be AI-generated (<c>GB-E-c</c>).</param>
/// <param name="ContentProducer">Name or code of the producer; a <see cref="Labels.ContentProducer"/> code where one is known.</param>
/// <param name="ProduceID">The producer's unique number of this content.</param>
/// <param name="ReservedCode1">The producer's integrity protection, or empty (<c>GB-E-f</c>).</param>
/// <param name="ContentPropagator">Name or code of the propagator; the producer's at the first writing (<c>GB-E-n1</c>).</param>
/// <param name="PropagateID">The propagator's unique number; the ProduceID at the first writing (<c>GB-E-n1</c>).</param>
/// <param name="ReservedCode2">The propagator's integrity protection, or empty (<c>GB-E-i</c>).</param>
public sealed record AigcMetadata(
    string Label,
    string ContentProducer,
    string ProduceID,
    string ReservedCode1,
    string ContentPropagator,
    string PropagateID,
    string ReservedCode2)
{
    /// <summary>The keyword every carrier of the label contains (<c>GB-E-a</c>).</summary>
    public const string Keyword = "AIGC";

    /// <summary>Longest field this product writes or accepts, in characters (<c>GB-E-len</c>: an engineering limit, not the standard's).</summary>
    public const int MaxFieldLength = 1024;

    /// <summary>Longest label this product accepts, in bytes (<c>GB-E-len</c>: an engineering limit, not the standard's).</summary>
    public const int MaxLabelLength = 8192;

    /// <summary>The first writing of a label by a producer: the propagator's fields equal the producer's (<c>GB-E-n1</c>).</summary>
    public static AigcMetadata ByProducer(string producer, string produceID) =>
        new(AigcLabel.Is, producer, produceID, "", producer, produceID, "");

    /// <summary>The label of a propagator: the producer's elements as they stand, the propagation elements its own (<c>MEA-6</c>, <c>GB-E-n1</c>).</summary>
    /// <param name="propagator">Name or code of the propagator.</param>
    /// <param name="propagateID">The propagator's number of this content.</param>
    public AigcMetadata PropagatedBy(string propagator, string propagateID) =>
        this with { ContentPropagator = propagator, PropagateID = propagateID, ReservedCode2 = "" };

    /// <summary>Whether a propagator may pass it on: a label value of the standard, a producer, and nothing that no carrier holds.</summary>
    public bool IsPropagable =>
        Label is AigcLabel.Is or AigcLabel.MayBe or AigcLabel.Suspected && ContentProducer.Length > 0
        && IsCarried(ContentProducer) && IsCarried(ProduceID) && ReservedCode1.Length <= MaxLabelLength && !ReservedCode1.AsSpan().ContainsAnyInRange('\0', '\x1F');

    private static bool IsCarried(string value) => value.Length <= MaxFieldLength && !value.AsSpan().ContainsAnyInRange('\0', '\x1F');

    /// <summary>Writes the inner object, <c>{"Label":…,"ReservedCode2":…}</c>, as XMP, ilst and chunk carriers hold it (<c>GB-E-b</c>).</summary>
    public void WriteInner(IBufferWriter<byte> output)
    {
        var writer = Open(output);
        WriteObject(writer);
        Close(writer);
    }

    /// <summary>Writes the wrapped form, <c>{"AIGC":{…}}</c>, as EXIF UserComment and PNG tEXt hold it (<c>GB-E-b</c>).</summary>
    public void WriteWrapped(IBufferWriter<byte> output)
    {
        var writer = Open(output);
        writer.WriteStartObject();
        writer.WritePropertyName(Keyword);
        WriteObject(writer);
        writer.WriteEndObject();
        Close(writer);
    }

    /// <summary>The inner object as text.</summary>
    public string ToInnerJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        WriteInner(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads the inner or the wrapped form, wherever it stands (<c>GB-E-b</c>). Missing fields read as empty.</summary>
    /// <returns>False if <paramref name="json"/> is no JSON object with at least a string <c>Label</c>, or longer than <see cref="MaxLabelLength"/>.</returns>
    public static bool TryParse(ReadOnlySpan<byte> json, out AigcMetadata? metadata)
    {
        metadata = null;
        if (json.Length > MaxLabelLength)
        {
            return false;
        }
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }
            var fields = new string[7];
            var found = ReadFields(ref reader, fields, depth: 0);
            if (!found || fields[0] is null)
            {
                return false;
            }
            metadata = new AigcMetadata(
                fields[0], fields[1] ?? "", fields[2] ?? "", fields[3] ?? "", fields[4] ?? "", fields[5] ?? "", fields[6] ?? "");
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false; // not JSON, or text that is not UTF-8: no label, whatever it is
        }
    }

    /// <summary>Whether every field holds only the characters of <c>GB-E-j</c> that this product writes, and none is too long.</summary>
    public bool IsWritable =>
        IsWritableField(Label) && IsWritableField(ContentProducer) && IsWritableField(ProduceID) && IsReservedField(ReservedCode1)
        && IsWritableField(ContentPropagator) && IsWritableField(PropagateID) && IsReservedField(ReservedCode2);

    /// <summary>Whether <paramref name="value"/> holds only characters 0x21, 0x23-0x5B, 0x5D-0x7E (<c>GB-E-j</c>), 1 to <see cref="MaxFieldLength"/> of them.</summary>
    public static bool IsWritableField(string value) =>
        value.Length is > 0 and <= MaxFieldLength && !value.AsSpan().ContainsAnyExcept(WritableCharacters);

    private static bool IsReservedField(string value) =>
        value.Length <= MaxLabelLength && !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static readonly SearchValues<char> WritableCharacters = SearchValues.Create(
        [.. Enumerable.Range(0x21, 0x7E - 0x21 + 1).Select(static c => (char)c).Where(static c => c is not '"' and not '\\')]);

    // Every answer writes a label: each thread keeps its writer. Quotes within a reserved code are written as \" (GB-E-j); what is
    // beyond ASCII, in a label of others, is written as \uXXXX, so that the whole stays ASCII.
    private Utf8JsonWriter Open(IBufferWriter<byte> output)
    {
        var isPlain = IsAscii(ContentProducer) && IsAscii(ProduceID) && IsAscii(ReservedCode1) && IsAscii(ReservedCode2);
        if (!isPlain)
        {
            return new Utf8JsonWriter(output);
        }
        var writer = _writer ?? new Utf8JsonWriter(Stream.Null, Relaxed);
        _writer = null;
        writer.Reset(output);
        return writer;
    }

    private static void Close(Utf8JsonWriter writer)
    {
        writer.Flush();
        if (writer.Options.Encoder == Relaxed.Encoder)
        {
            writer.Reset(Stream.Null);
            _writer = writer;
        }
    }

    private static bool IsAscii(string value) => Ascii.IsValid(value);

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    private void WriteObject(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("Label"u8, Label);
        writer.WriteString("ContentProducer"u8, ContentProducer);
        writer.WriteString("ProduceID"u8, ProduceID);
        writer.WriteString("ReservedCode1"u8, ReservedCode1);
        writer.WriteString("ContentPropagator"u8, ContentPropagator);
        writer.WriteString("PropagateID"u8, PropagateID);
        writer.WriteString("ReservedCode2"u8, ReservedCode2);
        writer.WriteEndObject();
    }

    private static bool ReadFields(ref Utf8JsonReader reader, string?[] fields, int depth)
    {
        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldIndex(ref reader);
            var wrapped = depth == 0 && reader.ValueTextEquals("AIGC"u8);
            reader.Read();
            if (wrapped && reader.TokenType == JsonTokenType.StartObject)
            {
                found |= ReadFields(ref reader, fields, depth + 1);
            }
            else if (field >= 0 && reader.TokenType == JsonTokenType.String)
            {
                fields[field] = reader.GetString();
                found = true;
            }
            else
            {
                reader.Skip();
            }
        }
        return found;
    }

    private static int FieldIndex(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("Label"u8)) { return 0; }
        if (reader.ValueTextEquals("ContentProducer"u8)) { return 1; }
        if (reader.ValueTextEquals("ProduceID"u8)) { return 2; }
        if (reader.ValueTextEquals("ReservedCode1"u8)) { return 3; }
        if (reader.ValueTextEquals("ContentPropagator"u8)) { return 4; }
        if (reader.ValueTextEquals("PropagateID"u8)) { return 5; }
        if (reader.ValueTextEquals("ReservedCode2"u8)) { return 6; }
        return -1;
    }
}
