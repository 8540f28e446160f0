namespace GbGateway.Content.Bodies;

/// <summary>A value that stands at a slot.</summary>
/// <param name="Slot">Index of the slot in its <see cref="Profiles.SlotTree"/>.</param>
/// <param name="Token">The value's kind.</param>
/// <param name="Start">Where it begins in the document; for a string, after the quote.</param>
/// <param name="Length">Its bytes; for a string, without the quotes, escapes as they stand.</param>
/// <param name="Ordinal">Index of the element of the outermost array it stands in; 0 outside arrays.</param>
/// <param name="Inner">Index of the element of the next array inside that one; 0 outside.</param>
/// <param name="Parent">Where the object it is a member of begins; values with the same parent are siblings.</param>
public readonly record struct SlotHit(int Slot, JsonToken Token, int Start, int Length, int Ordinal, int Inner, int Parent)
{
    /// <summary>Whether it is a string that is not empty.</summary>
    public bool IsText => Token == JsonToken.String && Length > 0;

    /// <summary>The value's bytes.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> json) => json.Slice(Start, Length);
}
