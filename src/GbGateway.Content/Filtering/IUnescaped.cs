namespace GbGateway.Content.Filtering;

/// <summary>Takes text whose escapes were resolved, with the spelling it had.</summary>
internal interface IUnescaped
{
    /// <summary>Text that stands as it is spelled.</summary>
    public void Append(ReadOnlySpan<byte> text);

    /// <summary>A character, or a byte of one, that is spelled <paramref name="raw"/>.</summary>
    public void AppendEscaped(ReadOnlySpan<byte> character, ReadOnlySpan<byte> raw);
}
