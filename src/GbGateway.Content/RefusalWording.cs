using System.Text;
using System.Text.Encodings.Web;

namespace GbGateway.Content;

/// <summary>What a client reads in place of a text that was blocked.</summary>
public sealed class RefusalWording(string text)
{
    /// <summary>The default wording.</summary>
    public const string DefaultText = "该内容不符合相关规定，已停止展示。";

    /// <summary>The default.</summary>
    public static RefusalWording Default { get; } = new(DefaultText);

    /// <summary>The wording as people read it.</summary>
    public string Text { get; } = text;

    /// <summary>The wording as JSON string content.</summary>
    public ReadOnlyMemory<byte> Json { get; } = Encoding.UTF8.GetBytes(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text));
}
