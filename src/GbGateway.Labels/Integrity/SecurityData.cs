using System.Text;
using System.Text.Json;

namespace GbGateway.Labels.Integrity;

/// <summary>The signatures and keys of a SecurityData object, read with the spellings met in the wild (<c>PubSD</c>, <c>PubSd</c>; <c>LabelMetaData</c>, <c>LabelMataData</c>).</summary>
internal sealed class SecurityData
{
    private const int MaxDepth = 16;
    private const int MostItems = 8;

    private readonly List<SecuritySignature> _signatures = [];
    private readonly List<SecurityKey> _keys = [];

    /// <summary>The signatures, those over the label first; others are over the content or its bindings.</summary>
    public IEnumerable<SecuritySignature> Signatures => _signatures.OrderBy(static signature => signature.IsOverLabel ? 0 : 1);

    public IReadOnlyList<SecurityKey> Keys => _keys;

    /// <summary>Reads <paramref name="code"/>, or gives null if it is no SecurityData object.</summary>
    public static SecurityData? TryRead(string code)
    {
        if (!code.Contains("SecurityData", StringComparison.Ordinal) && !code.Contains("PubS", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(code), new JsonReaderOptions { MaxDepth = MaxDepth, AllowTrailingCommas = true });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }
            var data = new SecurityData();
            var keyword = false;
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && (reader.GetString() ?? "").Equals("PubSD", StringComparison.OrdinalIgnoreCase))
                {
                    keyword = true;
                    reader.Read();
                    data.ReadItems(ref reader);
                }
            }
            return keyword ? data : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private void ReadItems(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadItem(ref reader);
            return;
        }
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadItem(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadItem(ref Utf8JsonReader reader)
    {
        string algorithm = "", signedType = "", signature = "", keyValue = "", keyID = "";
        var depth = reader.CurrentDepth;
        while (reader.Read() && !(reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth))
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }
            var name = reader.GetString() ?? "";
            var nested = reader.CurrentDepth > depth + 1;
            reader.Read();
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
            {
                continue;
            }
            var value = reader.TokenType == JsonTokenType.String ? reader.GetString() ?? "" : Encoding.ASCII.GetString(reader.ValueSpan);
            switch (name.ToUpperInvariant())
            {
                case "ALGID": algorithm = value; break;
                case "TYPE" when nested: signedType = value; break;
                case "SIGNATURE": signature = value; break;
                case "KEYVALUE": keyValue = value; break;
                case "KEYID": keyID = value; break;
            }
        }
        if (signature.Length > 0 && _signatures.Count < MostItems)
        {
            _signatures.Add(new SecuritySignature(algorithm, signedType, signature, keyID));
        }
        if (keyValue.Length > 0 && _keys.Count < MostItems)
        {
            _keys.Add(new SecurityKey(algorithm, keyValue, keyID));
        }
    }
}
