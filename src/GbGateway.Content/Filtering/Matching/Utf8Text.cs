namespace GbGateway.Content.Filtering;

/// <summary>Characters of UTF-8 text that may be cut or broken anywhere.</summary>
internal static class Utf8Text
{
    /// <summary>
    /// The code point at the start of <paramref name="text"/>. Length 0: the text ends within the character. Length 1 and -1: the byte
    /// begins no character. Structure alone is asked for: overlong forms and surrogates come out as what they'd be, so that they can't
    /// hide a keyword either.
    /// </summary>
    internal static int Decode(ReadOnlySpan<byte> text, out int length)
    {
        int first = text[0];
        length = 1;
        if (first < 0x80)
        {
            return first;
        }

        int size = first switch { < 0xC0 => 0, < 0xE0 => 2, < 0xF0 => 3, < 0xF5 => 4, _ => 0 };
        if (size == 0)
        {
            return -1;
        }

        int codePoint = first & (0x7F >> size);
        for (int i = 1; i < size; i++)
        {
            if (i == text.Length)
            {
                length = 0;
                return -1;
            }

            if ((text[i] & 0xC0) != 0x80)
            {
                return -1;
            }

            codePoint = (codePoint << 6) | (text[i] & 0x3F);
        }

        if (codePoint > 0x10FFFF)
        {
            return -1;
        }

        length = size;
        return codePoint;
    }

    /// <summary>Start of the character that ends before <paramref name="end"/>, not looking further back than <paramref name="from"/>.</summary>
    internal static int Previous(ReadOnlySpan<byte> text, int end, int from)
    {
        int at = end - 1;
        for (int back = 1; back < 4 && at > from && (text[at] & 0xC0) == 0x80; back++)
        {
            at--;
        }

        // Only a whole character counts; loose continuation bytes are taken one by one.
        return at < end - 1 && (Decode(text[at..end], out int length) < 0 || length != end - at) ? end - 1 : at;
    }
}
