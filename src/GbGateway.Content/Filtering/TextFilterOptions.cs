using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GbGateway.Content.Filtering;

/// <summary>How hits are changed.</summary>
public sealed class TextFilterOptions
{
    /// <summary>The mask of one character. Default <c>*</c>.</summary>
    public string Mask { get; init; } = "*";

    /// <summary>What replaces a hit whose entry names no text of its own. Default <c>[…]</c>.</summary>
    public string Replacement { get; init; } = "[…]";

    /// <summary>A text as it goes into the stream: as UTF-8, within a JSON string escaped.</summary>
    internal static byte[] Encode(string text, bool json) => json
        ? JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray()
        : Encoding.UTF8.GetBytes(text);
}
