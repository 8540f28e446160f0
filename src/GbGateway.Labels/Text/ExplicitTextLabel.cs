using System.Text;
using System.Text.Encodings.Web;

namespace GbGateway.Labels.Text;

/// <summary>The explicit label of texts: a wording with both elements of <c>GB-5.1-b</c>, ready to splice into JSON strings.</summary>
public sealed class ExplicitTextLabel
{
    /// <summary>The wording where the operator sets none.</summary>
    public const string DefaultWording = "（内容由AI生成）";

    /// <summary>Longest wording, in characters: an engineering limit.</summary>
    public const int MaxWordingLength = 200;

    private readonly byte[] _raw;
    private readonly byte[] _escaped;

    /// <summary>Prepares <paramref name="wording"/>; check it with <see cref="FindMistake"/> first.</summary>
    public ExplicitTextLabel(string wording, TextLabelPlacement placement)
    {
        if (FindMistake(wording) is { } mistake)
        {
            throw new ArgumentException(mistake, nameof(wording));
        }
        (Wording, Placement) = (wording, placement);
        AtStart = JsonText(wording + "\n\n");
        AtEnd = JsonText("\n\n" + wording);
        _raw = JsonText(wording);
        _escaped = Encoding.UTF8.GetBytes(JavaScriptEncoder.Default.Encode(wording));
        OutOfBandHeader = Uri.EscapeDataString(wording);
    }

    /// <summary>The wording as people read it.</summary>
    public string Wording { get; }

    /// <summary>Where it stands.</summary>
    public TextLabelPlacement Placement { get; }

    /// <summary>JSON string content for the start of a text: the wording and an empty line.</summary>
    public ReadOnlyMemory<byte> AtStart { get; }

    /// <summary>JSON string content for the end of a text: an empty line and the wording.</summary>
    public ReadOnlyMemory<byte> AtEnd { get; }

    /// <summary>The wording as JSON string content.</summary>
    public ReadOnlyMemory<byte> Json => _raw;

    /// <summary>The wording percent-encoded as UTF-8, for a response header.</summary>
    public string OutOfBandHeader { get; }

    /// <summary>Bytes of text that <see cref="StandsIn(ReadOnlySpan{byte}, ReadOnlySpan{byte}, bool)"/> needs to see of either end.</summary>
    public int LongestForm => Math.Max(Math.Max(_raw.Length, _escaped.Length) + 16, UpstreamNotice.Window);

    /// <summary>Whether the raw JSON string content <paramref name="text"/> already begins or ends with this label or a notice like it.</summary>
    public bool StandsIn(ReadOnlySpan<byte> text) =>
        StandsIn(text[..Math.Min(text.Length, LongestForm)], text[^Math.Min(text.Length, LongestForm)..], text.Length <= LongestForm);

    /// <summary>Whether a text already begins or ends with this label, spelled plainly or as <c>\uXXXX</c>, or with an explicit label that others have put there.</summary>
    /// <param name="head">Its first <see cref="LongestForm"/> bytes, raw JSON string content.</param>
    /// <param name="tail">Its last bytes, as many.</param>
    /// <param name="isWhole">Whether each is all of it.</param>
    public bool StandsIn(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, bool isWhole)
    {
        var own = Math.Max(_raw.Length, _escaped.Length) + 16;
        var first = head[..Math.Min(head.Length, own)];
        var last = tail[^Math.Min(tail.Length, own)..];
        return first.IndexOf(_raw) >= 0 || last.IndexOf(_raw) >= 0 || IndexOfEscaped(first) || IndexOfEscaped(last)
            || UpstreamNotice.Ends(tail, isWhole) || UpstreamNotice.Begins(head, isWhole);
    }

    /// <summary>Says what keeps <paramref name="wording"/> from being a text label (<c>GB-5.1-b</c>), or null.</summary>
    public static string? FindMistake(string wording)
    {
        if (wording.Length is 0 or > MaxWordingLength)
        {
            return $"a wording has 1 to {MaxWordingLength} characters";
        }
        if (!wording.Contains("AI", StringComparison.Ordinal) && !wording.Contains("人工智能", StringComparison.Ordinal))
        {
            return "a wording holds the AI element, 人工智能 or AI (GB-5.1-b)";
        }
        if (!wording.Contains("生成", StringComparison.Ordinal) && !wording.Contains("合成", StringComparison.Ordinal))
        {
            return "a wording holds the synthesis element, 生成 or 合成 (GB-5.1-b)";
        }
        return wording.AsSpan().IndexOfAnyInRange('\0', '\x1F') >= 0 ? "a wording holds no control characters" : null;
    }

    private bool IndexOfEscaped(ReadOnlySpan<byte> text)
    {
        // Hex digits of \uXXXX come in either case: compare without it.
        for (var i = 0; i + _escaped.Length <= text.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(text.Slice(i, _escaped.Length), _escaped))
            {
                return true;
            }
        }
        return false;
    }

    private static byte[] JsonText(string text) =>
        Encoding.UTF8.GetBytes(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text));
}
