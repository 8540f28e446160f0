using System.Text;
using System.Text.Encodings.Web;

namespace GbGateway.Content.Filtering;

/// <summary>How hits are changed.</summary>
public sealed class TextFilterOptions
{
    /// <summary>The mask of one character. Default <c>*</c>.</summary>
    public string Mask { get; init; } = "*";

    /// <summary>What replaces a hit whose entry names no text of its own. Default <c>[…]</c>.</summary>
    public string Replacement { get; init; } = "[…]";

    /// <summary>A text as it goes into the stream: UTF-8, escaped once for each JSON string it stands in.</summary>
    internal static byte[] Encode(string text, int depth)
    {
        for (; depth > 0; depth--)
        {
            text = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);
        }

        return Encoding.UTF8.GetBytes(text);
    }
}
