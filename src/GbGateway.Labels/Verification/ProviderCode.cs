namespace GbGateway.Labels.Verification;

/// <summary>A provider code of PG-20252A in its segments, 27 characters.</summary>
/// <param name="Code">The whole code.</param>
/// <param name="Format">Characters 1-2: the format, <c>00</c>.</param>
/// <param name="Subject">Character 3: the subject, <c>1</c> an organisation.</param>
/// <param name="Binding">Character 4: what it is bound to, <c>1</c> the unified social credit code.</param>
/// <param name="Uscc">Characters 5-22: the unified social credit code.</param>
/// <param name="Service">Character 23: <c>1</c> generation, <c>2</c> propagation, <c>0</c> unused.</param>
/// <param name="Own">Characters 24-27: the provider's own.</param>
/// <param name="HasCheckCharacter">Whether the last character of the credit code is its check character (GB 32100).</param>
/// <param name="Mistake">What is wrong with the code, in English, or null.</param>
public sealed record ProviderCode(
    string Code, string Format, string Subject, string Binding, string Uscc, string Service, string Own, bool HasCheckCharacter, string? Mistake)
{
    /// <summary>Takes a code apart, or gives null if <paramref name="value"/> does not look like one: a name, or empty.</summary>
    public static ProviderCode? TryRead(string value)
    {
        if (value.Length != ContentProducer.Length || value.AsSpan().ContainsAnyExcept("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        {
            return null;
        }
        return new ProviderCode(
            value, value[..2], value[2..3], value[3..4], value[4..22], value[22..23], value[23..],
            ContentProducer.HasUsccCheckCharacter(value.AsSpan(4, 18)), ContentProducer.FindMistake(value));
    }
}
